using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Api.Orders;

/// <summary>
/// Names a wish for callers who give no key: the same words in the same situation are a repeat, the same words later are
/// said anew. The situation is the last change of state and how often something else was asked for since the beginning.
/// </summary>
internal static class OrderSituation
{
    public static string Of(Message wish, ImmutableArray<Transition> rows)
    {
        var content = Content(wish);
        var otherWishes = rows.Count(row =>
            row.Message.Data is CancelRequested or ChangeRequested or CustomerAnswered && !Content(row.Message.Data).AsSpan()
                .SequenceEqual(content));
        var entered = rows.LastOrDefault(row => row.From != row.To)?.Seq ?? 0;
        return $"{entered}.{otherWishes}/{Post.Fingerprint(content)}";
    }

    private static byte[] Content(Message message) => JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.Message);
}
