using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Crossdock.Connectors.Http;

/// <summary>
/// Where a system is and how to get in. Address and key are read at every attempt, so that a mended setting works without a
/// restart where the configuration reloads; limits are read once.
/// </summary>
internal sealed class SystemSettings(IConfiguration configuration, ConnectorCard card)
{
    public const string Section = "Crossdock:Systems";

    public string AddressName => $"{Section}:{card.System}:Address";

    public string? Address => configuration[AddressName] is { } address && !string.IsNullOrWhiteSpace(address) ? address : null;

    public string? Key => configuration[$"{Section}:{card.System}:Key"] is { } key && !string.IsNullOrWhiteSpace(key) ? key : null;

    public int Concurrency { get; } = Positive(configuration, $"{Section}:{card.System}:Concurrency", card.Limits.Concurrency);

    public TimeSpan Timeout { get; } =
        TimeSpan.FromSeconds(Positive(configuration, $"{Section}:{card.System}:TimeoutSeconds", card.Limits.TimeoutSeconds));

    /// <summary>The address with the path appended; false with a reason when it cannot be called.</summary>
    public bool TryAddress(string path, out Uri? uri, out string whyNot)
    {
        uri = null;
        whyNot = $"no address set: {AddressName}";
        if (Address is not { } address)
        {
            return false;
        }

        whyNot = $"not an http address: {AddressName}";
        return Uri.TryCreate(address.TrimEnd('/') + path, UriKind.Absolute, out uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
    }

    private static int Positive(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is not { Length: > 0 } text
            ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 3600
                ? value
                : throw new FormatException($"{name} is '{text}', which is no whole number from 1 to 3600.");
}
