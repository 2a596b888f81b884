namespace Crossdock.Estate.Wire;

/// <summary>The words of the wire, as Crossdock writes them: small, with hyphens.</summary>
public static class Words
{
    public const string Pick = "pick";
    public const string Pack = "pack";
    public const string Stage = "stage";
    public const string HandOver = "hand-over";
    public const string Count = "count";
    public const string Inspect = "inspect";
    public const string TransferOut = "transfer-out";
    public const string TransferIn = "transfer-in";
    public const string PutBack = "put-back";
    public const string ShelfLabel = "shelf-label";
    public const string Resolve = "resolve";
    public const string Approve = "approve";
    public const string Contact = "contact";

    public const string OnPerson = "on-person";
    public const string OnSystem = "on-system";
    public const string OnPartner = "on-partner";
}
