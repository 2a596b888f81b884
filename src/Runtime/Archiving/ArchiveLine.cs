using System.Buffers;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Archiving;

/// <summary>
/// A row as a line of an archive file: JSON that any tool reads, with the body byte for byte as it was journalled, so that its hash
/// can be proved from the file alone.
/// </summary>
internal static class ArchiveLine
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = false };

    public static void Write(IBufferWriter<byte> to, FeedRow stored)
    {
        var (position, row) = stored;
        using (var json = new Utf8JsonWriter(to, Plain))
        {
            json.WriteStartObject();
            json.WriteString("case"u8, row.Case.ToString());
            json.WriteNumber("caseNo"u8, row.CaseNo);
            json.WriteNumber("seq"u8, row.Seq);
            json.WriteString("at"u8, row.At);
            json.WriteNumber("epoch"u8, position.Epoch);
            json.WriteNumber("number"u8, position.Number);
            json.WriteString("hash"u8, Convert.ToHexStringLower(row.Hash));
            json.WritePropertyName("body"u8);
            json.WriteRawValue(row.Body);
            json.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <exception cref="InvalidDataException">the line is no row</exception>
    public static FeedRow Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var (id, caseNo, seq, epoch, number) = ((string?)null, 0L, 0, 0L, 0L);
            var (at, hash, body) = (default(DateTimeOffset), Array.Empty<byte>(), Array.Empty<byte>());
            var json = new Utf8JsonReader(line);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString();
                json.Read();
                switch (name)
                {
                    case "case": id = json.GetString(); break;
                    case "caseNo": caseNo = json.GetInt64(); break;
                    case "seq": seq = json.GetInt32(); break;
                    case "at": at = json.GetDateTimeOffset(); break;
                    case "epoch": epoch = json.GetInt64(); break;
                    case "number": number = json.GetInt64(); break;
                    case "hash": hash = Convert.FromHexString(json.GetString()!); break;
                    case "body":
                        var start = (int)json.TokenStartIndex;
                        json.Skip();
                        body = line[start..(int)json.BytesConsumed].ToArray();
                        break;
                    default: throw new InvalidDataException($"'{name}' is nothing of a row");
                }
            }

            return new FeedRow(new FeedPosition(epoch, number), new JournalRow(caseNo, CaseId.Parse(id!), seq, at, body, hash));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new InvalidDataException("a line is no row of the journal", wrong);
        }
    }
}
