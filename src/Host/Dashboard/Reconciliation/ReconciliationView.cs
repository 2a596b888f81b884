using System.Collections.Immutable;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Reconciliation;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Reconciliation;

public sealed record ReconciliationView(DeskFrame Frame, ReconciliationSlice Slice, Backlog Backlog)
{
    public int Pages => Backlog.PagesOf(Backlog.Count, Slice.Size);

    public bool IsWhole => Slice with { Page = 1 } == new ReconciliationSlice();

    /// <summary>What is the matter, by rule: how much is open, how much of it too long, and what most of it waits for.</summary>
    public IReadOnlyList<Phrase> Headline
    {
        get
        {
            var all = Backlog.All;
            if (all.Count == 0)
            {
                return [new($"Nothing is open between suppliers' bills and the bank{(Slice.Supplier is { } who ? $" of {who}" : "")}.")];
            }

            Phrase whole = new(Words.Count(all.Count, "matter", "matters"), Url(s => s with { Stage = null, Age = null }));
            if (Slice is not { Stage: null, Age: null })
            {
                return [new(Words.Count(Backlog.Count), Url(s => s)), new(" of "), whole, new($" open, {Sums(all)}.")];
            }

            List<Phrase> said = [whole, new($" open, {Sums(all)}")];
            var old = Backlog.Ages[^1];
            if (old.Count > 0)
            {
                said.AddRange([new("; "), new(Words.Count(old.Count), Url(s => s with { Age = old.Name })), new(" for over 14 days")]);
            }

            var most = Backlog.Stages.MaxBy(stage => stage.Count)!;
            var stage = Enum.Parse<ReconciliationStage>(most.Name);
            return [.. said, new(". Most wait for "), new(WaitsFor(stage), Url(s => s with { Stage = stage })), new(".")];
        }
    }

    /// <summary>Each narrows the slice as it stands; what is chosen is let go of by choosing it again.</summary>
    public IEnumerable<(string Title, ImmutableArray<Facet> List)> Facets
    {
        get
        {
            yield return ("Waits for",
            [
                .. Backlog.Stages.Select(part => (part, Stage: Enum.Parse<ReconciliationStage>(part.Name))).Select(one => new Facet(
                    one.part.Name, TitleOf(one.Stage), one.part.Count, Slice.Stage == one.Stage,
                    Url(s => s with { Stage = s.Stage == one.Stage ? null : one.Stage }))),
            ]);
            yield return ("Supplier",
            [
                .. Backlog.Suppliers.Select(part => new Facet(
                    part.Name, part.Name, part.Count, Slice.Supplier == part.Name,
                    Url(s => s with { Supplier = s.Supplier == part.Name ? null : part.Name }))),
            ]);
        }
    }

    public string Url(Func<ReconciliationSlice, ReconciliationSlice> other)
    {
        var slice = other(Slice with { Page = 1 });
        return QueryHelpers.AddQueryString(
            ReconciliationEndpoints.Screen,
            new Dictionary<string, string?>
            {
                ["supplier"] = slice.Supplier, ["stage"] = slice.Stage?.ToString(), ["age"] = slice.Age,
                ["page"] = slice.Page > 1 ? $"{slice.Page}" : null,
            }.Where(pair => pair.Value is not null));
    }

    /// <summary>Where a row opens; null where the key of whoever looks opens no case.</summary>
    public string? DoorOf(OpenMatter matter) => Frame.Person.MayRead(matter.Head.Case) ? $"/cases/{matter.Head.Case}" : null;

    /// <summary>A word that is none narrows nothing.</summary>
    public static ReconciliationSlice SliceOf(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } word ? word : null;
        return new ReconciliationSlice(
            Word("supplier"),
            Enum.TryParse<ReconciliationStage>(Word("stage"), ignoreCase: true, out var stage) && Enum.IsDefined(stage) ? stage : null,
            OpenAge.All.FirstOrDefault(age => age.Name == Word("age"))?.Name,
            int.TryParse(Word("page"), out var page) ? Math.Clamp(page, 1, 1_000) : 1);
    }

    public static string TitleOf(ReconciliationStage stage) => stage switch
    {
        ReconciliationStage.Check => "A check",
        ReconciliationStage.Match => "A match",
        ReconciliationStage.Dispute => "The supplier, disputed",
        ReconciliationStage.Approval => "Approval",
        ReconciliationStage.Posting => "Posting and planning",
        ReconciliationStage.Payment => "The payment",
        ReconciliationStage.Entry => "Bank entry, no invoice",
        ReconciliationStage.Payout => "Payout of the provider",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "is no stage"),
    };

    public static string Sums(BacklogPart part) =>
        part.Sums.IsEmpty ? Words.Money(null, null) : string.Join(" and ", part.Sums.Select(sum => Words.Money(sum.Value, sum.Currency)));

    private static string WaitsFor(ReconciliationStage stage) => stage switch
    {
        ReconciliationStage.Check => "a check",
        ReconciliationStage.Match => "a match with order and receipt",
        ReconciliationStage.Dispute => "the supplier's answer",
        ReconciliationStage.Approval => "an approval",
        ReconciliationStage.Posting => "the ERP",
        ReconciliationStage.Payment => "their payment",
        ReconciliationStage.Entry => "an invoice that takes them",
        ReconciliationStage.Payout => "orders and bank to agree with a payout",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "is no stage"),
    };
}
