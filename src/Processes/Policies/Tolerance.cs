using System.Globalization;

namespace Crossdock.Processes.Policies;

/// <summary>How far two figures may lie apart. Both limits bind: the nearer one decides; one that is null binds nothing.</summary>
/// <param name="Absolute">in pieces or in the document's currency</param>
/// <param name="Relative">share of what was agreed, 0.01 for one percent</param>
public sealed record Tolerance(decimal? Absolute, decimal? Relative)
{
    public static readonly Tolerance None = new(0m, 0m);

    private const decimal MostAbsolute = 1_000_000_000m;

    /// <summary>Whether each limit that is named can be one.</summary>
    public bool IsUsable => Absolute is null or (>= 0 and <= MostAbsolute) && Relative is null or (>= 0 and <= 1);

    /// <summary>What is allowed on top of what was agreed. Without any limit named nothing is allowed.</summary>
    public decimal Of(decimal agreed) => (Absolute, Relative) switch
    {
        (null, null) => 0m,
        ({ } absolute, null) => absolute,
        (null, { } relative) => relative * Math.Abs(agreed),
        ({ } absolute, { } relative) => Math.Min(absolute, relative * Math.Abs(agreed)),
    };

    public override string ToString()
    {
        string?[] limits =
        [
            Absolute?.ToString("0.####", CultureInfo.InvariantCulture),
            Relative is { } share ? (share * 100m).ToString("0.####", CultureInfo.InvariantCulture) + " %" : null,
        ];
        return string.Join(" and ", limits.OfType<string>()) is { Length: > 0 } said ? said : "none";
    }
}
