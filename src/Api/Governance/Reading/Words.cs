using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Crossdock.Api.Governance.Reading;

/// <summary>A closed list as it goes over the wire: <c>store-pickup</c> for <c>StorePickup</c>.</summary>
internal static class Words<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Written =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    public static ImmutableArray<string> All { get; } = [.. Enum.GetValues<T>().Select(value => Written[value])];

    public static string Of(T value) => Written[value];

    public static string? Of(T? value) => value is { } given ? Written[given] : null;

    public static ImmutableArray<(string, T)> Table(params ReadOnlySpan<T> values)
    {
        var table = ImmutableArray.CreateBuilder<(string, T)>();
        foreach (var value in values.IsEmpty ? Enum.GetValues<T>() : values)
        {
            table.Add((Written[value], value));
        }

        return table.ToImmutable();
    }
}
