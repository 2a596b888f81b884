using System.Collections.Immutable;

namespace Crossdock.Intelligence.Figures;

/// <summary>Suppliers and categories of goods that cases have had to do with, by process.</summary>
public sealed record KnownGoods(
    ImmutableArray<(string Process, string Name)> Suppliers, ImmutableArray<(string Process, string Name)> Categories)
{
    public static readonly KnownGoods None = new([], []);

    /// <summary>What a person can choose from: those of a process, or of all where none is asked for.</summary>
    public ImmutableArray<string> SuppliersOf(string? process) => Of(Suppliers, process);

    public ImmutableArray<string> CategoriesOf(string? process) => Of(Categories, process);

    private static ImmutableArray<string> Of(ImmutableArray<(string Process, string Name)> known, string? process) =>
    [
        .. known.Where(one => process is null || one.Process == process).Select(one => one.Name).Distinct()
            .Order(StringComparer.OrdinalIgnoreCase),
    ];
}
