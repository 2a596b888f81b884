using System.Text;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Intelligence.Figures;

/// <summary>The page of docs that says what each figure means, put together from the catalogue and the table of causes.</summary>
public static class FigurePage
{
    private const int Columns = 138;

    public static string Write()
    {
        var page = new StringBuilder();
        Line(page, "# Figures");
        Line(
            page,
            "Written from `FigureCatalogue` and `TimeRule` in `src/Intelligence`; a test fails when it is stale. Every figure is read by "
            + "process, region, channel, node, supplier, category of goods and period: `GET /v1/intelligence/figures/{name}`. The place of "
            + "a stay is what the case's card said when it was left; that of a case, its supplier and its goods are what its card says "
            + "last.");
        Line(page,
            "A period counts what ended in it, whole: a stay by when it was left, a case by when it was closed. Where it has no end, or "
            + "one that is to come, what is open counts too, until now.");
        foreach (var figure in FigureCatalogue.All)
        {
            Line(page, $"## {figure.Title}");
            Line(page, $"`{figure.Name}`, in {figure.Unit}; one by one: {figure.Grain}; {By(figure)}owner: {Owner(figure)}.");
            Line(page, figure.Formula);
            Line(page, $"Counts: {figure.Counts}");
            Line(page, $"Does not count: {figure.CountsNot}");
        }

        Line(page, "## Where the time went");
        Line(page,
            "Every moment of a stay has one cause: the first of these that fits. So the parts of a stay are its length, and those of a "
            + "case the time it was open. `GET /v1/intelligence/time` sums them, and lists the bottlenecks: state, node and cause by time "
            + "lost. Work and closed hours are no loss. Nor is what a state that waits for a time is held by policy: that time is meant to "
            + "pass, and stands in the sums only. What else keeps a case there, a failure or an incident, is a loss, and so is what an "
            + "order waits for stock.");
        Line(page,
            "Beside the time stands the money that was held up with it, by currency: `value`, what the cases are worth that lost time "
            + "there, each once; `standing`, that of those which stand there now; `valueHours`, what each case is worth times the hours "
            + "that it lost there. `currency` ranks the bottlenecks by the last of these. Money of two currencies is not added.");
        page.Append('\n');
        foreach (var (rule, i) in TimeRule.Table.Select((rule, i) => (rule, i)))
        {
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1}. {CauseWords.Of(rule.Cause)}: {rule.Means}\n");
        }

        Line(page,
            "An attempt counts as failed from the moment it began. A wait in a connector's own queue before the first attempt counts as "
            + "work: the journal does not see it. The calendar of a state is that of its deadline; a state without one waits around the "
            + "clock.");
        return page.ToString().TrimStart('\n');
    }

    private static string By(Figure figure) => figure.By is { } by ? $"by {by}; " : "";

    private static string Owner(Figure figure) =>
        OwnerWords.Code(figure.Owner).Replace('-', ' ');

    private static void Line(StringBuilder page, string text)
    {
        page.Append('\n');
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            var breaks = column > 0 && column + 1 + word.Length > Columns;
            page.Append(column == 0 ? "" : breaks ? "\n" : " ").Append(word);
            column = breaks || column == 0 ? word.Length : column + 1 + word.Length;
        }

        page.Append('\n');
    }
}

/// <summary>The causes as people and services call them.</summary>
public static class CauseWords
{
    public static string Of(Cause cause) => cause switch
    {
        Cause.Working => "working",
        Cause.WaitingOnPerson => "waiting on a person",
        Cause.Queueing => "queueing",
        Cause.IntegrationRetry => "integration retry",
        Cause.WaitingOnPartner => "waiting on a partner",
        Cause.HeldByPolicy => "held by policy",
        Cause.OutsideBusinessHours => "outside business hours",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "is no cause"),
    };
}
