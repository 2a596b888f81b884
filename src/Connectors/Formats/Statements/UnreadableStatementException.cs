namespace Crossdock.Connectors.Formats.Statements;

/// <summary>Ends the reading of a file of which no statement can be made; the message is for the person who sent it.</summary>
internal sealed class UnreadableStatementException(string advice) : Exception(advice);
