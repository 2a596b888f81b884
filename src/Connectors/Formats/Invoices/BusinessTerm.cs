namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>A business term of EN 16931-1 and where the UBL binding has it.</summary>
/// <param name="Id">BT-131; a scheme or unit of a term has a number of its own, or the term's with -1 as the standard writes it</param>
/// <param name="Group">the group that may be repeated in which the term stands; empty for the document</param>
/// <param name="Path">under the group. A mark in square brackets tells apart elements that UBL tells apart by what is in them</param>
internal sealed record BusinessTerm(string Id, string Group, string Path);

/// <summary>A group of terms that may be repeated.</summary>
/// <param name="Parent">the group around it; empty for the document</param>
/// <param name="Of">an allowance or a charge says which it is</param>
internal sealed record BusinessGroup(string Id, string Parent, string Path, string? Of = null);
