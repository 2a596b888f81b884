namespace Crossdock.Rehearsal.Simulation.Running;

/// <summary>
/// The one thread that everything runs on. Whatever is ready waits here as one step; the dice say which is taken next, so that a seed
/// is an interleaving.
/// </summary>
internal sealed class Steps(Dice dice)
{
    private readonly List<(Worker Worker, Task Task)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public long Taken { get; private set; }

    public bool Any => _ready.Count > 0;

    /// <summary>How far from the front a step may be taken: 1 keeps the order in which they became ready.</summary>
    public int Reach { get; set; } = 1;

    public void Add(Worker worker, Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A step came from another thread: what it belongs to cannot be replayed.");
        }

        _ready.Add((worker, task));
    }

    public void Take()
    {
        var at = Reach > 1 ? dice.Of(Taken).Below(Math.Min(Reach, _ready.Count)) : 0;
        var (worker, task) = _ready[at];
        _ready.RemoveAt(at);
        Taken++;
        worker.Run(task);
    }
}

/// <summary>The steps of one host. A host that has died takes none any more, one that is frozen takes them when it wakes.</summary>
internal sealed class Worker(Steps steps) : TaskScheduler
{
    private readonly List<Task> _held = [];

    private bool _frozen;

    public bool Dead { get; private set; }

    public bool Frozen => _frozen;

    public void Die()
    {
        Dead = true;
        _held.Clear();
    }

    public void Freeze() => _frozen = true;

    public void Thaw()
    {
        _frozen = false;
        _held.ForEach(task => steps.Add(this, task));
        _held.Clear();
    }

    public void Post(Action act) =>
        _ = Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Begins what has awaits in it; the task that comes back ends on this thread.</summary>
    public Task<T> Begin<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(
            async () => await work(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public Task Begin(Func<Task> work) =>
        Task.Factory.StartNew(
            async () => await work(), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    internal void Run(Task task)
    {
        if (Dead)
        {
            return;
        }

        if (_frozen)
        {
            _held.Add(task);
        }
        else
        {
            TryExecuteTask(task);
        }
    }

    protected override void QueueTask(Task task)
    {
        if (!Dead)
        {
            steps.Add(this, task);
        }
    }

    /// <summary>Never: what becomes ready is a step of its own, so that others may come between.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
