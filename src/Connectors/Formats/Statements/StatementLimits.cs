namespace Crossdock.Connectors.Formats.Statements;

/// <summary>What is read at most of one file of statements, so that a hostile one costs bounded memory and time.</summary>
public static class StatementLimits
{
    /// <summary>A movement with all its references is some 2 kB of XML: ten thousand of them.</summary>
    public const int MaxCharacters = 20_000_000;

    /// <summary>Banks send one statement per account and day; ten thousand movements fill the largest.</summary>
    public const int MaxMovements = 10_000;

    /// <summary>A movement has some forty elements.</summary>
    public const int MaxElements = 500_000;

    /// <summary>A payment run to one supplier names hundreds of invoices, on a bad day; a case keeps no more of them.</summary>
    public const int MaxDocuments = 500;

    /// <summary>The deepest element of camt.053 stands some fifteen levels down.</summary>
    public const int MaxDepth = 30;

    /// <summary>No bank has moved more in one sum, and sums of such stay exact.</summary>
    public const decimal MaxAmount = 1_000_000_000_000m;
}
