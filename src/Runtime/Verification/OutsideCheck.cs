using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Sealing;

namespace Crossdock.Runtime.Verification;

/// <summary>
/// Holds the seals kept outside against those in the store. A store that was set back, or rewritten together with its seals,
/// lacks what the file remembers.
/// </summary>
internal sealed class OutsideCheck(ISeals seals, SealKeys keys, Findings findings)
{
    /// <summary>How many of the file's seals were compared.</summary>
    public async Task<long> Run(string path, CancellationToken cancel)
    {
        var (reader, compared) = (new SealReader(seals), 0L);
        Seal? previous = null;
        await reader.Next(cancel);
        await foreach (var line in SealFile.Read(path, cancel))
        {
            if (line.Seal is not { } outside)
            {
                findings.Add("seal", null, $"outside, {line.Fault}");
                continue;
            }

            compared++;
            // Several processes may keep one file: a line that stands there twice says the same twice.
            if (previous is not null && Seals.AreSame(outside, previous))
            {
                continue;
            }

            if (previous is not null && outside.Number != previous.Number + 1)
            {
                findings.Add("seal", null, $"outside, in line {line.Line}, seal {outside.Number} follows seal {previous.Number}");
            }

            if (keys.WhyNot(outside) is { } whyNot)
            {
                findings.Add("seal", null, $"outside, seal {outside.Number} {whyNot}");
            }

            while (reader.Current is { } behind && behind.Number < outside.Number)
            {
                await reader.Next(cancel);
            }

            Compare(outside, reader.Current);
            previous = outside;
        }

        return compared;
    }

    private void Compare(Seal outside, Seal? inside)
    {
        if (inside is null || inside.Number != outside.Number)
        {
            findings.Add("seal", null,
                $"seal {outside.Number} of {outside.At:u} stands outside and not in the store: it counted {outside.Rows} rows "
                + $"of {outside.Cases} cases");
        }
        else if (!Seals.AreSame(inside, outside))
        {
            findings.Add("seal", null,
                $"seal {outside.Number} outside counted {outside.Rows} rows at {outside.At:u}, "
                + $"and the store's counts {inside.Rows} at {inside.At:u}: one of them is not the one that was made");
        }
    }
}
