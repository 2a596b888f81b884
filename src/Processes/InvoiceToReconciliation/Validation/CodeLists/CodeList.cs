namespace Crossdock.Processes.InvoiceToReconciliation.Validation.CodeLists;

/// <summary>One of the code lists beside this file. Each is data with its source in its first lines.</summary>
internal sealed class CodeList
{
    public static readonly CodeList InvoiceTypes = new("invoice-types", "UNTDID 1001");
    public static readonly CodeList CreditNoteTypes = new("credit-note-types", "UNTDID 1001");
    public static readonly CodeList Currencies = new("currencies", "ISO 4217");
    public static readonly CodeList Countries = new("countries", "ISO 3166-1");
    public static readonly CodeList Units = new("units", "UN/ECE Recommendation 20 or 21");
    public static readonly CodeList ReferenceQualifiers = new("reference-qualifiers", "UNTDID 1153");
    public static readonly CodeList IdentifierSchemes = new("identifier-schemes", "ISO/IEC 6523");
    public static readonly CodeList ItemClassifications = new("item-classifications", "UNTDID 7143");
    public static readonly CodeList PaymentMeans = new("payment-means", "UNTDID 4461");
    public static readonly CodeList VatCategories = new("vat-categories", "UNTDID 5305");
    public static readonly CodeList VatPointCodes = new("vat-point-codes", "UNTDID 2005");
    public static readonly CodeList AllowanceReasons = new("allowance-reasons", "UNTDID 5189");
    public static readonly CodeList ChargeReasons = new("charge-reasons", "UNTDID 7161");
    public static readonly CodeList ExemptionReasons = new("exemption-reasons", "CEF VATEX");
    public static readonly CodeList MediaTypes = new("media-types", "EN 16931, BT-125");
    public static readonly CodeList ElectronicAddresses = new("electronic-addresses", "CEF EAS");
    public static readonly CodeList NoteSubjects = new("note-subjects", "UNTDID 4451");

    private const int MostShown = 12;

    private readonly Lazy<HashSet<string>> codes;

    private CodeList(string file, string source)
    {
        Source = source;
        codes = new Lazy<HashSet<string>>(() => Read(file));
    }

    /// <summary>Who keeps the list.</summary>
    public string Source { get; }

    public int Count => codes.Value.Count;

    public bool Has(string code) => codes.Value.Contains(code);

    /// <summary>For a message: the codes themselves where they are few.</summary>
    public string Choice => Count <= MostShown ? $"{Source}: {string.Join(", ", codes.Value)}" : Source;

    private static HashSet<string> Read(string file)
    {
        var name = $"{typeof(CodeList).Namespace}.{file}.txt";
        using var stream = typeof(CodeList).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The code list {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var found = new HashSet<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                found.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return found;
    }
}
