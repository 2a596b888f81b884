namespace Crossdock.Rehearsal.Simulation.Running;

/// <summary>
/// Time that passes when nobody has anything to do. Technical waits are timers and are sat through; business time also leaps, as over a
/// night on which nothing happens, so that weeks cost what happens in them.
/// </summary>
internal sealed class SimTime
{
    /// <summary>A Tuesday in winter, so that local time in Britain is UTC.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<SimTimer, (long Due, long Order)> _timers = new();
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private TimeSpan _leaped;
    private long _order;

    /// <summary>What stopwatches see; it neither leaps nor goes back.</summary>
    public long Ticks { get; private set; }

    public DateTimeOffset Now => Start + TimeSpan.FromTicks(Ticks) + _leaped;

    public TimeSpan Passed => Now - Start;

    public DateTimeOffset? NextOnAgenda => _agenda.TryPeek(out _, out var at) ? at.At : null;

    /// <summary>Something that happens out there at an instant of business time.</summary>
    public void At(DateTimeOffset when, Action act) => _agenda.Enqueue(act, (when, _order++));

    public void In(TimeSpan business, Action act) => At(Now + business, act);

    /// <summary>After a technical wait.</summary>
    public void After(TimeSpan wait, Action act) => Add(new SimTimer(act), wait);

    public void Add(SimTimer timer, TimeSpan wait)
    {
        timer.Due = Ticks + Math.Max(0, wait.Ticks);
        timer.Place = _order++;
        _timers.Enqueue(timer, (timer.Due, timer.Place));
    }

    /// <summary>Does what is due on the agenda. False when there is nothing.</summary>
    public bool Meet()
    {
        if (_agenda.TryPeek(out var act, out var at) && at.At <= Now)
        {
            _agenda.Dequeue();
            act();
            return true;
        }

        return false;
    }

    /// <summary>Goes on to the next timer and lets it ring. False when there is none.</summary>
    public bool Ring()
    {
        while (_timers.TryDequeue(out var timer, out var at))
        {
            if (!timer.Stopped && timer.Place == at.Order)
            {
                Ticks = Math.Max(Ticks, at.Due);
                timer.Ring();
                return true;
            }
        }

        return false;
    }

    public void LeapTo(DateTimeOffset instant)
    {
        if (instant > Now)
        {
            _leaped += instant - Now;
        }
    }
}

/// <summary>One ring; a timer that is set anew is put in line anew, and its old place is passed over.</summary>
internal sealed class SimTimer(Action act)
{
    public long Due { get; set; }

    public long Place { get; set; }

    public bool Stopped { get; set; }

    public void Ring() => act();
}

/// <summary>Time as one host sees it: its clock may be wrong, its stopwatch is not. What rings does so as a step of the host.</summary>
internal sealed class HostClock(SimTime time, Worker worker) : TimeProvider
{
    public TimeSpan Wrong { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => time.Now + Wrong;

    public override long GetTimestamp() => time.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Alarm(time, worker, callback, state, dueTime, period);

    private sealed class Alarm : ITimer
    {
        private readonly SimTime _time;
        private readonly Worker _worker;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly SimTimer _timer;
        private TimeSpan _period;

        public Alarm(SimTime time, Worker worker, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_time, _worker, _callback, _state) = (time, worker, callback, state);
            _timer = new SimTimer(Ring);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _timer.Stopped = dueTime == Timeout.InfiniteTimeSpan;
            if (!_timer.Stopped)
            {
                _time.Add(_timer, dueTime);
            }

            return true;
        }

        public void Dispose() => _timer.Stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring()
        {
            if (_worker.Dead)
            {
                return;
            }

            var place = _timer.Place;
            _worker.Post(() =>
            {
                if (!_timer.Stopped && _timer.Place == place)
                {
                    _callback(_state);
                }
            });
            if (_period > TimeSpan.Zero)
            {
                _time.Add(_timer, _period);
            }
        }
    }
}
