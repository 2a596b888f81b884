using System.Globalization;
using Crossdock.Contracts;

namespace Crossdock.Runtime.Verification;

/// <summary>An effect's key taken apart. Ids that are only built upon a key (its answer, a repeat) are none.</summary>
internal readonly record struct EffectKey(CaseId Case, int Seq, int Place)
{
    public static bool TryParse(string text, out EffectKey key)
    {
        key = default;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var dot = text.IndexOf('.', hash + 1);
        if (hash < 1 || dot < 0 || !RequestedEffect.TryCaseOf(text, out var id)
            || !int.TryParse(text.AsSpan(hash + 1, dot - hash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            return false;
        }

        key = new EffectKey(id, seq, place);
        return true;
    }
}
