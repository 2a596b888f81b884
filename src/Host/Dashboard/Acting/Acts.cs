using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Host.Dashboard.Acting;

/// <summary>Tells cases what a person did. The form's token makes a repeat harmless: it becomes part of the envelope's id.</summary>
public sealed class Acts(ITellCases cases, BusinessClock clock)
{
    public Task<TellReceipt> Tell(CaseId to, Message data, Person person, string token, CancellationToken cancel) =>
        cases.Tell(new Envelope($"{person.Source}/{token}", person.Source, to, clock.GetUtcNow(), person.Actor, data), cancel);

    /// <summary>A token the form was made with: 8 to 64 letters, digits and hyphens, so that nothing else gets into an id.</summary>
    public static bool IsToken(string token) =>
        token.Length is >= 8 and <= 64 && token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    public static string NewToken() => Guid.CreateVersion7().ToString("N");

    /// <summary>The acts that the map allows a person now and that have a form, primary first.</summary>
    public static IReadOnlyList<(MapRow Row, ActForm? Form)> Allowed(CaseStory figures)
    {
        var rows = figures.Acts.Select(row => (row, ActForms.Find(row.Message))).ToList();
        if (figures.Incident is not null && !figures.Latest.Final)
        {
            rows.Add((Operator(figures, "IncidentRetried", "Decide again", danger: false), ActForms.Find("IncidentRetried")));
            rows.Add((Operator(figures, "IncidentSkipped", "Take as handled", danger: true), ActForms.Find("IncidentSkipped")));
        }

        if (!figures.Latest.Final && figures.Id.Kind is not ("stock" or "bulk"))
        {
            var (message, words) = figures.Head.Held is null ? ("CaseHeld", "Hold") : ("CaseResumed", "Resume");
            rows.Add((Operator(figures, message, words, danger: false), ActForms.Find(message)));
            rows.Add((Operator(figures, "CaseHandedOver", "Hand over", danger: false), ActForms.Find("CaseHandedOver")));
        }

        return [.. rows.OrderBy(act => act.Item1.Danger)];
    }

    private static MapRow Operator(CaseStory figures, string message, string act, bool danger) =>
        new(figures.State, message, "operator", [], [], act, danger);
}
