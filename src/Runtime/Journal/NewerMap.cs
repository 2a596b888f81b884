using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;

namespace Crossdock.Runtime.Journal;

/// <summary>A newer version of the map has decided on this case: an older one has no say in it any more.</summary>
public sealed class NewerMapException(CaseId id, int written, int known)
    : Exception($"{id} was written with version {written} of its map; this program knows version {known}.");

/// <summary>Keeps a program from going on with what a newer one has begun.</summary>
/// <param name="forget">tells the host of the activation that another process is to have it</param>
internal sealed class NewerMap(IProcess process, CaseId id, Action forget)
{
    private static ReadOnlySpan<byte> MapVersion => "mapVersion"u8;

    /// <exception cref="NewerMapException">a newer program wrote the row</exception>
    public Transition Read(JournalJson json, JournalRow row)
    {
        try
        {
            var read = json.Read(row.Body);
            Refuse(read.MapVersion);
            return read;
        }
        catch (JsonException)
        {
            // Perhaps a fact that only the newer map has; else the row is broken.
            Refuse(VersionOf(row.Body));
            throw;
        }
    }

    /// <exception cref="NewerMapException">that version is newer than ours</exception>
    public void Refuse(int written)
    {
        if (written > process.Version)
        {
            forget();
            throw new NewerMapException(id, written, process.Version);
        }
    }

    private static int VersionOf(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(MapVersion))
            {
                return reader.Read() && reader.TryGetInt32(out var version) ? version : 0;
            }
        }

        return 0;
    }
}
