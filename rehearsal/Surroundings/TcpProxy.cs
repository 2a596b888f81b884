using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>
/// A bad line between a host and its database: a proxy that passes everything on until it is told to hold the answers,
/// to hold all, to close half, or to cut.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Line, byte> _lines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly EndPoint _target;
    private readonly Task _accepting;

    /// <param name="at">where it listens; null for loopback</param>
    public TcpProxy(EndPoint target, IPAddress? at = null)
    {
        _target = target;
        _listener = new TcpListener(at ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private AsyncGate Up { get; } = new();

    private AsyncGate Down { get; } = new();

    /// <summary>What the host says still arrives; what the database answers does not.</summary>
    public void HoldAnswers() => Down.Shut();

    /// <summary>Nothing arrives, and nobody is told.</summary>
    public void HoldAll()
    {
        Up.Shut();
        Down.Shut();
    }

    public void LetGo()
    {
        Up.Open();
        Down.Open();
    }

    /// <summary>
    /// Holds the answers, waits until the host has asked for something, and cuts every line: what was asked is done, or not, and
    /// the host cannot know.
    /// </summary>
    /// <returns>whether a question was under way when the lines were cut</returns>
    public async Task<bool> CutWhileAsked(TimeSpan patience, TimeProvider wall, CancellationToken cancel)
    {
        HoldAnswers();
        var before = _lines.Keys.ToDictionary(line => line, line => line.Asked);
        var began = wall.GetTimestamp();
        var asked = false;
        while (!asked && wall.GetElapsedTime(began) < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), wall, cancel);
            asked = _lines.Keys.Any(line => line.Asked > before.GetValueOrDefault(line));
        }

        // Long enough for the database to carry out what it was asked.
        await Task.Delay(TimeSpan.FromMilliseconds(20), wall, cancel);
        CutAll();
        LetGo();
        return asked;
    }

    public void CutAll()
    {
        foreach (var line in _lines.Keys)
        {
            line.Cut();
        }
    }

    /// <summary>One direction ends as if that side had said its last; the other stays open.</summary>
    public void CloseHalf(bool towardsHost)
    {
        foreach (var line in _lines.Keys)
        {
            line.CloseHalf(towardsHost);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        LetGo();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Serve(near);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            return;
        }
    }

    private async Task Serve(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        var line = new Line(near, far);
        try
        {
            await far.ConnectAsync(_target, _stop.Token);
            _lines.TryAdd(line, 0);
            await Task.WhenAll(
                Pump(line, near, far, Up, line.NoteAsked),
                Pump(line, far, near, Down, _ => { }));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // A line that breaks is what this is for.
        }
        finally
        {
            _lines.TryRemove(line, out _);
            line.Cut();
        }
    }

    private async Task Pump(Line line, Socket from, Socket to, AsyncGate gate, Action<int> passed)
    {
        try
        {
            var buffer = new byte[64 << 10];
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var read)
            {
                await gate.Through(_stop.Token);
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _stop.Token);
                }

                passed(read);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // A reset goes on to the other side: else the database would wait for ever for a host that is gone.
            line.Cut();
        }
    }

    private static bool IsBroken(Exception fault) => fault is SocketException or ObjectDisposedException or OperationCanceledException;

    private sealed class Line(Socket near, Socket far)
    {
        private long _asked;

        /// <summary>Bytes that the host's side has sent through.</summary>
        public long Asked => Interlocked.Read(ref _asked);

        public void NoteAsked(int bytes) => Interlocked.Add(ref _asked, bytes);

        /// <summary>With a reset, as a cable that is pulled looks after a while.</summary>
        public void Cut()
        {
            near.Close(0);
            far.Close(0);
        }

        public void CloseHalf(bool towardsHost)
        {
            try
            {
                (towardsHost ? near : far).Shutdown(SocketShutdown.Send);
            }
            catch (Exception gone) when (IsBroken(gone))
            {
                // It broke a moment before.
            }
        }
    }
}
