namespace Crossdock.Api.Governance;

/// <summary>What a caller may ask of us at once. Each number has its reason; the host's own limits stay above them.</summary>
public static class ApiLimits
{
    /// <summary>The largest order seen in real retail data has some 1,100 lines, about 150 kB; seven times that is no order.</summary>
    public const int OrderBytes = 1 << 20;

    /// <summary>A till's day of sales in one call: some 25,000 movements of 150 bytes.</summary>
    public const int StockBatchBytes = 4 << 20;

    /// <summary>Acts, answers and partner events carry one thing each.</summary>
    public const int ActBytes = 256 << 10;

    /// <summary>Lines of one order or return: above it the case no longer folds within a step's time.</summary>
    public const int Lines = 2_000;

    /// <summary>
    /// An invoice of 2,000 lines is some 3 MB as UBL; what is attached to one travels apart, for a case has to fold in a step's time.
    /// </summary>
    public const int InvoiceBytes = 5 << 20;

    public const int InvoiceLetters = 4_000_000;

    /// <summary>Ten thousand movements with all their references are some 20 MB of XML; a large account's day has a quarter.</summary>
    public const int StatementBytes = 6 << 20;

    public const int StatementLetters = 5_000_000;

    public const int Charges = 100;

    /// <summary>Gift cards and credits that pay one order.</summary>
    public const int Tenders = 10;

    /// <summary>Movements of one batch, so that its answer comes within a caller's time-out.</summary>
    public const int Movements = 10_000;

    /// <summary>Our documents are four deep; a deeper one is an attack on the parser.</summary>
    public const int JsonDepth = 32;

    /// <summary>Nobody mends more at once, and the answer stays small whatever was sent.</summary>
    public const int Problems = 100;

    /// <summary>Above this a caller means another SKU than those it lists: the ledger asks a grain for each.</summary>
    public const int Skus = 200;

    /// <summary>Movements of one batch that are told at once, so that one batch leaves room for others.</summary>
    public const int ConcurrentMovements = 32;

    /// <summary>How long a body may take to come: the largest comes over a poor line in it.</summary>
    public static readonly TimeSpan LongestBody = TimeSpan.FromSeconds(30);

    /// <summary>How long a request with an idempotency key is answered the same again.</summary>
    public static readonly TimeSpan AnswersKept = TimeSpan.FromHours(48);
}
