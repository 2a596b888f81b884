using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>A stay in a state, from one transition to the next that changed it.</summary>
public sealed record Stay(string State, Waits Waits, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;
}

/// <param name="State">such as <c>1 attempt, 0.8 s</c> or <c>on its way, 2 attempts</c></param>
public sealed record EffectLine(string What, string State, string Mark);

public sealed record GoodsLine(int Line, string Sku, string Description, int Ordered, int? Done, decimal? Price)
{
    public decimal? Amount => Price * Ordered;
}

/// <summary>What one case shows, put together from its journal; no reading happens in here.</summary>
public sealed record CaseFigures(
    CaseId Id,
    CaseHead? Head,
    MapPicture? Map,
    ImmutableArray<Transition> Rows,
    ImmutableArray<EffectAttempt> Attempts,
    ImmutableArray<InFlightEffect> InFlight,
    ImmutableArray<CaseHead> Linked,
    TimeSpan Lag,
    DateTimeOffset Now)
{
    public Transition Latest => Rows[^1];

    public string State => Latest.To;

    public string Title => TitleOf(State);

    public CaseCard? Card => Rows.LastOrDefault(row => row.Card is not null)?.Card ?? Head?.Card;

    public Deadline? Deadline => Latest.Final ? null : Head?.Deadline ?? Latest.Deadline;

    public string? Incident => Head is { } head && head.Seq >= Latest.Seq ? head.Incident
        : Rows.LastOrDefault(row => row.Outcome is Outcome.Incident) is { } row && row == Latest ? row.Because : null;

    public string TitleOf(string state) => Map?.Find(state)?.Title ?? Words.Sentence(state);

    public ImmutableArray<Stay> Stays
    {
        get
        {
            var stays = ImmutableArray.CreateBuilder<Stay>();
            var begin = 0;
            for (var i = 1; i <= Rows.Length; i++)
            {
                if (i == Rows.Length || Rows[i].To != Rows[begin].To)
                {
                    var to = i < Rows.Length ? Rows[i].At : Rows[begin].Final ? Rows[^1].At : Now;
                    stays.Add(new Stay(Rows[begin].To, Rows[begin].Waits, Rows[begin].At, to < Rows[begin].At ? Rows[begin].At : to));
                    begin = i;
                }
            }

            return stays.ToImmutable();
        }
    }

    public DateTimeOffset Since => Stays[^1].From;

    /// <summary>Steps taken, for the picture: pairs of states that a transition joined.</summary>
    public ISet<(string From, string To)> Path =>
        Rows.Where(row => row.From is not null && row.From != row.To).Select(row => (row.From!, row.To)).ToHashSet();

    public IEnumerable<MapRow> AllowedNow => Latest.Final || Map is null ? [] : Map.Rows.Where(row => row.From == State);

    public ImmutableArray<GoodsLine> Lines => Rows[0].Message.Data switch
    {
        OrderReceived order =>
            [.. order.Lines.Select(line =>
                new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Left(line.Line), line.UnitPrice))],
        FulfilmentAsked part =>
            [.. part.Lines.Select(line =>
                new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Picked(line.Line), line.UnitPrice))],
        TaskOpened task =>
            [.. task.Lines.Select(line => new GoodsLine(line.Line, line.Sku, line.Description, line.Quantity, Picked(line.Line), null))],
        ReturnAsked back =>
            [.. back.Lines.Select((line, i) => new GoodsLine(i + 1, line.Sku, line.Description, line.Quantity, null, line.UnitPrice))],
        _ => [],
    };

    public string LinesSay => Rows[0].Message.Data switch
    {
        OrderReceived => "sent of ordered",
        FulfilmentAsked or TaskOpened => "picked of asked",
        _ => "pieces",
    };

    public ImmutableArray<Charge> Charges => Rows[0].Message.Data is OrderReceived order ? order.Charges : [];

    public string? Currency => Rows[0].Message.Data switch
    {
        OrderReceived order => order.Currency,
        FulfilmentAsked part => part.Currency,
        ReturnAsked back => back.Currency,
        _ => Card?.Currency,
    };

    public RerouteAdvised? AdviceOf(Transition row) => row.Message.Data as RerouteAdvised;

    /// <summary>The option that was taken: the one a person chose by its code, if one did.</summary>
    public RerouteOption? ChosenAfter(Transition advice) =>
        Rows.Where(row => row.Seq > advice.Seq).Select(row => row.Message.Data).OfType<RerouteChosen>().FirstOrDefault() is { } chosen
            ? AdviceOf(advice)?.Options.FirstOrDefault(
                option => chosen.Choice == (option.Node is null ? $"{option.Kind}" : $"{option.Kind}@{option.Node}"))
            : null;

    public IEnumerable<EffectLine> EffectsOf(Transition row)
    {
        foreach (var requested in row.Effects)
        {
            var attempts = Attempts.Where(attempt => attempt.EffectKey == requested.Key).OrderBy(attempt => attempt.Attempt).ToArray();
            var answered = Rows.Any(later => later.Message.Answers == requested.Key);
            yield return requested.Effect is TellCase tell
                ? new EffectLine(Words.Sentence(tell.Data.GetType().Name), $"to {tell.To}", "ok")
                : new EffectLine(Words.Sentence(requested.Effect.GetType().Name), Say(attempts, answered), MarkOf(attempts, answered));
        }
    }

    private static string Say(EffectAttempt[] attempts, bool answered)
    {
        if (attempts.Length == 0)
        {
            return answered ? "answered" : "on its way";
        }

        var last = attempts[^1];
        var tries = Words.Count(attempts.Length, "attempt", "attempts") + ", " + Words.Duration(last.Took);
        return last.Outcome == AttemptOutcome.Succeeded ? tries : $"{tries}, {Words.Sentence(last.Outcome.ToString()).ToLowerInvariant()}";
    }

    private static string MarkOf(EffectAttempt[] attempts, bool answered) => attempts switch
    {
        [.., { Outcome: AttemptOutcome.Succeeded }] => "ok",
        [.., { Outcome: AttemptOutcome.Rejected or AttemptOutcome.Unauthorised or AttemptOutcome.NotUnderstood }] => "late",
        [_, ..] => answered ? "ok" : "risk",
        _ => answered ? "ok" : "info",
    };

    private int? Picked(int line)
    {
        var lines = Rows.Select(row => row.Message.Data switch
        {
            PickReported picked => picked.Lines,
            WarehousePicked picked => picked.Lines,
            TaskCompleted done => done.Result.Lines,
            _ => default,
        }).LastOrDefault(lines => !lines.IsDefaultOrEmpty);
        return lines.IsDefaultOrEmpty ? null : lines.Where(picked => picked.Line == line).Sum(picked => picked.Picked);
    }

    private int? Left(int line)
    {
        var gone = Rows.Select(row => row.Message.Data switch
        {
            PartShipped shipped => shipped.Lines,
            _ => default,
        }).Where(lines => !lines.IsDefaultOrEmpty).SelectMany(lines => lines).ToArray();
        return gone.Length == 0 ? null : gone.Where(picked => picked.Line == line).Sum(picked => picked.Picked);
    }
}
