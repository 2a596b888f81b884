using System.Text.Json;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems;

/// <summary>The lines of a part as warehouses and suppliers are given them, and what they find of it.</summary>
internal static class Parts
{
    public static PickedItem[] LinesOf(Request request) =>
        [.. request.Items("lines").Select(line => new PickedItem(
            Int(line, "line"), line.TryGetProperty("sku", out var sku) ? sku.GetString() : null, Int(line, "quantity")))];

    /// <summary>What is found: all of it, but for a small share of lines where pieces are missing.</summary>
    public static PickedItem[] Find(PickedItem[] lines, double shortShare, Seeded chance, string who) =>
        [.. lines.Select(line =>
        {
            var at = $"{who}/{line.Line}";
            return line.Picked > 0 && chance.Chance(shortShare, "short", at)
                ? line with { Picked = chance.Below(line.Picked, "found", at) }
                : line;
        })];

    private static int Int(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
