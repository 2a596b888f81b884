using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Sealing;

namespace Crossdock.Runtime.Verification;

/// <summary>
/// Walks the feed without its bodies and holds each stretch of it against the seal that covers it. A row that was lost, added,
/// changed or moved shows, even where the rest of its case still fits together.
/// </summary>
internal sealed class SealCheck(IAudit audit, ISeals seals, SealKeys keys, Findings findings)
{
    private const int Stretch = 10_000;

    private readonly SealReader _seals = new(seals);
    private readonly SortedSet<string> _signers = [];
    private Reckoning _reckoning = Reckoning.After(null);
    private Seal? _previous;

    public long Rows { get; private set; }

    public FeedPosition Reached { get; private set; }

    public Sealed Summary => new(_seals.Count, _previous?.Rows ?? 0, _previous?.At, [.. _signers], null);

    public async Task Run(CancellationToken cancel)
    {
        await _seals.Next(cancel);
        while (true)
        {
            var prints = await audit.ReadPrints(Reached, Stretch, cancel);
            foreach (var print in prints)
            {
                while (_seals.Current is { } due && print.Position > due.Reached)
                {
                    await Close(due, cancel);
                }

                _reckoning.Add(print);
                (Reached, Rows) = (print.Position, Rows + 1);
            }

            // A seal is read before the rows it covers, so that one that is made meanwhile finds its rows.
            if (prints.Count == 0 && !await CloseNext(cancel))
            {
                _reckoning.Dispose();
                return;
            }
        }
    }

    /// <summary>False when every seal was held against the feed.</summary>
    private async Task<bool> CloseNext(CancellationToken cancel)
    {
        if (_seals.Current is not { } due)
        {
            return await _seals.Next(cancel) is not null;
        }

        var more = due.Reached > Reached ? await audit.ReadPrints(Reached, 1, cancel) : [];
        if (more.Count == 0)
        {
            await Close(due, cancel);
        }

        return true;
    }

    private async Task Close(Seal seal, CancellationToken cancel)
    {
        if (seal.Number != (_previous?.Number ?? 0) + 1)
        {
            findings.Add("seal", null, $"seal {seal.Number} follows seal {_previous?.Number ?? 0}");
        }
        else if (!seal.Previous.AsSpan().SequenceEqual(Seals.HashOf(_previous)))
        {
            findings.Add("seal", null, $"seal {seal.Number} was made behind another seal {seal.Number - 1} than the one that is there");
        }

        if (keys.WhyNot(seal) is { } whyNot)
        {
            findings.Add("seal", null, $"seal {seal.Number} {whyNot}");
        }

        if (Difference(seal) is { } difference)
        {
            var since = _previous is null ? "up to" : $"between {_previous.At:u} and";
            findings.Add("seal", null, $"of the rows sealed {since} {seal.At:u} (seal {seal.Number}) {difference}");
        }

        _signers.Add(seal.KeyId);
        _reckoning.Dispose();
        // Each stretch is judged by itself: what is wrong with one says nothing about the next.
        (_reckoning, _previous) = (Reckoning.After(seal), seal);
        await _seals.Next(cancel);
    }

    private string? Difference(Seal seal)
    {
        var (rows, cases) = (seal.Rows - _reckoning.Rows, seal.Cases - _reckoning.Cases);
        return (rows, cases) switch
        {
            ( > 0, > 0) => $"{rows} are missing, and with them {cases} whole cases",
            ( > 0, _) => $"{rows} are missing",
            ( < 0, _) => $"there are {-rows} more than were sealed",
            _ when cases != 0 || !_reckoning.Digest.AsSpan().SequenceEqual(seal.Digest) => "some were changed, exchanged or moved",
            _ => null,
        };
    }
}

/// <summary>The store's seals one after the other, a page at a time.</summary>
internal sealed class SealReader(ISeals seals)
{
    private const int Page = 1_000;

    private readonly Queue<Seal> _page = new();
    private long _read;

    public Seal? Current { get; private set; }

    public long Count { get; private set; }

    public async Task<Seal?> Next(CancellationToken cancel)
    {
        if (_page.Count == 0)
        {
            foreach (var seal in await seals.Read(_read, Page, cancel))
            {
                _page.Enqueue(seal);
                _read = seal.Number;
            }
        }

        Current = _page.TryDequeue(out var next) ? next : null;
        Count += Current is null ? 0 : 1;
        return Current;
    }
}
