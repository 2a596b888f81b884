using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Contracts.Messages;

/// <summary>What the book of a supplier is told. It begins the book where there is none.</summary>
public sealed record PayablesTold(string Supplier, PayablesNews News) : Message;

/// <summary>A word to a supplier's book. Words may overtake each other; the book says the same in the end.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "news")]
[JsonDerivedType(typeof(OrderPlaced), "order-placed")]
[JsonDerivedType(typeof(GoodsKept), "goods-kept")]
[JsonDerivedType(typeof(OrderEnded), "order-ended")]
[JsonDerivedType(typeof(InvoiceBilled), "invoice-billed")]
[JsonDerivedType(typeof(InvoiceIsDistinct), "invoice-is-distinct")]
[JsonDerivedType(typeof(AccountCleared), "account-cleared")]
[JsonDerivedType(typeof(PromiseAsked), "promise-asked")]
[JsonDerivedType(typeof(InvoiceDone), "invoice-done")]
[JsonDerivedType(typeof(InvoiceWithdrawn), "invoice-withdrawn")]
[JsonDerivedType(typeof(CreditOpened), "credit-opened")]
[JsonDerivedType(typeof(CreditEnded), "credit-ended")]
[JsonDerivedType(typeof(SetOffAsked), "set-off-asked")]
public abstract record PayablesNews;

/// <param name="By">who ordered: none of them approves an invoice for it</param>
public sealed record OrderPlaced(PurchaseOrder Order, ImmutableArray<string> By) : PayablesNews;

public sealed record GoodsKept(GoodsReceipt Receipt) : PayablesNews;

/// <summary>Nothing more comes of the order.</summary>
/// <param name="Last">a receipt of nothing that completes each line</param>
public sealed record OrderEnded(string Order, GoodsReceipt Last) : PayablesNews;

/// <summary>The book answers with how it reads, now and whenever that changes.</summary>
public sealed record InvoiceBilled(CaseId Case, SupplierInvoice Invoice, string? Account) : PayablesNews;

/// <summary>A person says that it repeats no other one.</summary>
public sealed record InvoiceIsDistinct(CaseId Case) : PayablesNews;

/// <param name="By">who has made sure that it is the supplier's: it stays unknown for what he ordered himself</param>
public sealed record AccountCleared(string Account, string By) : PayablesNews;

/// <summary>The invoice wants to be posted as it read in that round: from then on what it bills is its own.</summary>
public sealed record PromiseAsked(CaseId Case, int Claim, int Round) : PayablesNews;

/// <summary>It is posted and paid: it keeps what it billed, and hears no more.</summary>
public sealed record InvoiceDone(CaseId Case) : PayablesNews;

/// <summary>It is not to be paid: what it billed is free for others.</summary>
public sealed record InvoiceWithdrawn(CaseId Case) : PayablesNews;

/// <summary>A credit note is in the ERP: what is paid next to its supplier in that currency is so much less.</summary>
/// <param name="Amount">gross</param>
public sealed record CreditOpened(CaseId Case, string Number, decimal Amount, string Currency) : PayablesNews;

/// <summary>What is left of a credit note is taken off no more: finance says that it came in otherwise, or never will.</summary>
public sealed record CreditEnded(CaseId Case) : PayablesNews;

/// <summary>An invoice is about to be paid: which credit notes are taken off it? The same question gets the same answer.</summary>
/// <param name="Amount">what would be paid</param>
public sealed record SetOffAsked(CaseId Case, string Number, decimal Amount, string Currency) : PayablesNews;

/// <summary>What is taken off a payment for a credit note.</summary>
/// <param name="Case">the credit note's</param>
/// <param name="Number">the supplier's, which he reads on his statement</param>
public sealed record CreditShare(CaseId Case, string Number, decimal Amount);

/// <param name="Credits">together never more than would be paid</param>
public sealed record SetOffAnswered(CaseId Book, ImmutableArray<CreditShare> Credits) : Message;

/// <summary>The book has taken a part of a credit note off a payment, or off the book.</summary>
/// <param name="Invoice">the invoice that is paid with so much less; null where finance ended it</param>
public sealed record CreditTaken(CaseId Book, CaseId? Invoice, string Number, decimal Amount) : Message;

public sealed record PayablesBookClosed(string Reason) : Message;

/// <summary>How a line, or a whole document, stands; the further down, the worse.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InvoiceStanding>))]
public enum InvoiceStanding { Matched, InTolerance, Waiting, Discrepant }

[JsonConverter(typeof(JsonStringEnumConverter<Likeness>))]
public enum Likeness
{
    None,

    /// <summary>It looks like one that was billed before; a person has to say.</summary>
    Alike,

    /// <summary>The same number, currency and amounts as one that was billed before.</summary>
    Same,
}

/// <summary>Whether the account that an invoice names is known of the supplier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountStanding>))]
public enum AccountStanding
{
    /// <summary>Known, or none is named: then it is paid to the one that the ERP has.</summary>
    Known,

    /// <summary>The first that is heard of.</summary>
    First,

    /// <summary>Another one than those that are known.</summary>
    Changed,
}

/// <summary>How a line reads, or a charge beside the lines. Its four sums make the amount.</summary>
/// <param name="Line">the supplier's number of the line; "freight" or "tax" for a charge</param>
public sealed record LineReading(
    string Line, string? Order, string? OrderLine, string Sku, InvoiceStanding Standing, decimal Amount, decimal Payable, decimal Waiting,
    decimal Disputed, decimal Credited, string Reason);

/// <summary>How an invoice stands against everything that its supplier's book knows.</summary>
/// <param name="Category">the exception that it is where it is discrepant or waits</param>
/// <param name="Print">the same for two readings that say the same of lines, money and likeness</param>
/// <param name="Variance">money by which it differs from what was agreed and received, tolerated or not</param>
/// <param name="OrderedBy">who ordered what it bills</param>
/// <param name="Promised">it is served before all that come later: no other invoice is read as having what it bills</param>
public sealed record InvoiceReading(
    InvoiceStanding Standing, ExceptionCategory? Category, string Why, string Print, decimal Variance, ImmutableArray<LineReading> Lines,
    Likeness Likeness, string? LikeWhich, ImmutableArray<string> OrderedBy, AccountStanding Account, bool Promised);

/// <summary>The book says how an invoice reads.</summary>
/// <param name="Round">later readings have higher rounds</param>
/// <param name="Claim">which asking for a promise this answers; null where it answers none</param>
public sealed record PayablesAnswered(CaseId Book, int Round, int? Claim, InvoiceReading Reading) : Message;
