using System.IO.Compression;

namespace Crossdock.Intelligence.Logs;

/// <summary>
/// Unpacks gzip and notices when the file was cut off, which the library does not. A small packed text is put behind the file: it comes
/// out at the end when the file was whole, and not when the file ended within something.
/// </summary>
internal sealed class UnpackedStream : Stream
{
    private static readonly byte[] Mark = [.. "\0the file was whole\0"u8];
    private static readonly byte[] PackedMark = Packed(Mark);

    private readonly GZipStream _inner;
    private readonly byte[] _held = new byte[1 << 16];
    private int _start;
    private int _end;

    public UnpackedStream(Stream file) => _inner = new GZipStream(new MarkedStream(file), CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // What could be the mark is held back until something follows it.
    public override int Read(Span<byte> buffer)
    {
        while (_end - _start <= Mark.Length)
        {
            _held.AsSpan(_start, _end - _start).CopyTo(_held);
            (_start, _end) = (0, _end - _start);
            var read = _inner.Read(_held, _end, _held.Length - _end);
            if (read == 0)
            {
                return _held.AsSpan(0, _end).SequenceEqual(Mark)
                    ? 0
                    : throw new InvalidDataException("it is packed and cut off, or something stands behind its packed end");
            }

            _end += read;
        }

        var some = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _held.AsSpan(_start, some).CopyTo(buffer);
        _start += some;
        return some;
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
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private sealed class MarkedStream(Stream file) : Stream
    {
        private readonly MemoryStream _behind = new(PackedMark, writable: false);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => file.Read(buffer) is > 0 and var read ? read : _behind.Read(buffer);

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
                file.Dispose();
                _behind.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
