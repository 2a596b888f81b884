using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Host.Dashboard.OneCase;

/// <summary>Where a case is and whether its promise is safe, in one sentence by rule.</summary>
public static class CaseHeadline
{
    public static IReadOnlyList<Phrase> Of(CaseStory figures)
    {
        var stayed = Words.Duration(figures.Now - figures.Since);
        if (figures.Latest.Final)
        {
            var took = Words.Duration(figures.Latest.At - figures.Head.Opened);
            return [new(figures.Title, "#h-map"), new($" after {took}, "),
                new(Words.Count(figures.Latest.Seq, "transition", "transitions"), "#h-tl"), new(".")];
        }

        if (figures.Incident is { } incident)
        {
            return [new($"Stopped by an incident in "), new(figures.Title.ToLowerInvariant(), "#h-map"),
                new($": {incident.TrimEnd('.')}. An operator is needed.")];
        }

        return
        [
            new($"Waiting {stayed} for {ForWhom(figures.Latest.Waits)}, "), new(figures.Title.ToLowerInvariant(), "#h-map"), new("."),
            .. Promise(figures),
        ];
    }

    private static IEnumerable<Phrase> Promise(CaseStory figures)
    {
        if (figures.Card?.Promise is { } promise)
        {
            var left = Words.Duration(promise - figures.Now);
            yield return new Phrase(promise > figures.Now ? " " : " The promise is over by ");
            yield return new Phrase(left, "#h-clock");
            yield return new Phrase(promise > figures.Now ? " of the promise are left." : ".");
        }
    }

    private static string ForWhom(Waits waits) => waits switch
    {
        Waits.OnPerson => "a person",
        Waits.OnPartner => "a partner",
        Waits.OnTime => "its time",
        _ => "a system",
    };
}
