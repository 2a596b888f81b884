namespace Crossdock.Intelligence.Logs;

/// <summary>
/// The unpacked bytes of a log, watched: a file that goes on and on without an event, or that is far longer unpacked than any log,
/// ends in a sentence and not in a full memory.
/// </summary>
internal sealed class LogBytes(Stream inner, long packedBytes, int withoutEventMebibytes) : Stream
{
    /// <summary>An event, an object or a head of a log is never that long.</summary>
    public const int UsualMebibytes = 64;

    /// <summary>A row of a table; its reader holds some forty bytes for each comma.</summary>
    public const int RowMebibytes = 4;

    private const long AlwaysAllowedBytes = 1L << 30;

    /// <summary>Logs pack to a fifth or a fiftieth; what was made to burst packs to a thousandth.</summary>
    private const int MostTimesPacked = 250;

    private long _read;
    private long _atLastEvent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>Something whole was read, so what was held for it is free again.</summary>
    public void Advanced() => _atLastEvent = _read;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _read += read;
        if ((_read - _atLastEvent) >> 20 >= withoutEventMebibytes)
        {
            throw new InvalidDataException($"for {withoutEventMebibytes} MiB there is no whole event in it");
        }

        if (_read > AlwaysAllowedBytes && _read / MostTimesPacked > packedBytes)
        {
            throw new InvalidDataException($"unpacked it is more than {MostTimesPacked} times as long as it is, which no log is");
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
