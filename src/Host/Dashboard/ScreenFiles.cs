using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Crossdock.Host.Dashboard;

/// <summary>
/// The stylesheet, the scripts and the icon. They travel inside the assembly, so that the screens look the same from any
/// working directory and in tests; the hash in the address lets browsers keep them for good.
/// </summary>
public static class ScreenFiles
{
    private static readonly FrozenDictionary<string, (byte[] Body, string Hash, string Type)> Files = new[]
    {
        Load("crossdock.css", "text/css; charset=utf-8"),
        Load("dashboard.js", "text/javascript; charset=utf-8"),
        Load("store.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(file => file.Name, file => (file.Body, file.Hash, file.Type));

    public static string Url(string name) => $"/assets/{Files[name].Hash}/{name}";

    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name].Body);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{hash}/{name}", (string hash, string name, HttpResponse response) =>
        {
            if (!Files.TryGetValue(name, out var file) || file.Hash != hash)
            {
                return Results.NotFound();
            }

            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.Bytes(file.Body, file.Type);
        }).AllowAnonymous().ExcludeFromDescription();

    private static (string Name, byte[] Body, string Hash, string Type) Load(string name, string type)
    {
        using var stream = typeof(ScreenFiles).Assembly.GetManifestResourceStream($"Crossdock.Host.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded in the host.");
        var body = new byte[stream.Length];
        stream.ReadExactly(body);
        return (name, body, Convert.ToHexStringLower(SHA256.HashData(body))[..12], type);
    }
}
