using System.Text;
using System.Text.Json;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads the tokens of a JSON text that is longer than memory, a piece at a time.</summary>
internal sealed class JsonPieces(LogBytes bytes)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private bool _final;

    public Utf8JsonReader Start()
    {
        _length = bytes.ReadAtLeast(_buffer, 3, throwOnEndOfStream: false);
        if (_buffer.AsSpan(0, _length).StartsWith("\uFEFF"u8))
        {
            _length -= 3;
            _buffer.AsSpan(3, _length).CopyTo(_buffer);
        }

        return new Utf8JsonReader(_buffer.AsSpan(0, _length), isFinalBlock: false, state: default);
    }

    /// <summary>The next token. A text that ends before its time is a fault.</summary>
    public void Next(ref Utf8JsonReader reader)
    {
        if (!TryNext(ref reader))
        {
            throw new InvalidDataException("its JSON ends too early");
        }
    }

    /// <summary>False at the end of the text.</summary>
    public bool TryNext(ref Utf8JsonReader reader)
    {
        while (!reader.Read())
        {
            if (_final)
            {
                return false;
            }

            Refill(ref reader);
        }

        return true;
    }

    /// <summary>Passes over the value that the reader stands on.</summary>
    public void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = reader.CurrentDepth;
        do
        {
            Next(ref reader);
        }
        while (reader.CurrentDepth > depth);
    }

    /// <summary>A text, a key or a number as it stands there; null for anything else, which is passed over.</summary>
    public string? Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                try
                {
                    return reader.GetString();
                }
                catch (InvalidOperationException fault)
                {
                    throw new InvalidDataException("its JSON holds half a character, or bytes that are not UTF-8", fault);
                }

            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                Skip(ref reader);
                return null;
        }
    }

    private void Refill(ref Utf8JsonReader reader)
    {
        var used = (int)reader.BytesConsumed;
        var left = _length - used;
        if (left == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        else
        {
            _buffer.AsSpan(used, left).CopyTo(_buffer);
        }

        var read = bytes.Read(_buffer.AsSpan(left));
        _final = read == 0;
        _length = left + read;
        reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _final, reader.CurrentState);
    }
}
