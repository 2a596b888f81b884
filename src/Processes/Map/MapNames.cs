using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Map;

/// <summary>The catalogue names of messages, read once from the list they are declared in.</summary>
public static class MessageNames
{
    private static readonly FrozenDictionary<Type, string> ByType = Read(typeof(Message));

    public static string Of(Type message) => ByType.TryGetValue(message, out var name) ? name : message.Name;

    internal static FrozenDictionary<Type, string> Read(Type root) =>
        root.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .ToFrozenDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);
}

/// <summary>The catalogue names of effects.</summary>
public static class EffectNames
{
    private static readonly FrozenDictionary<Type, string> ByType = MessageNames.Read(typeof(Effect));

    public static string Of(Type effect) => ByType.TryGetValue(effect, out var name) ? name : effect.Name;
}

public static class MapNames
{
    /// <summary><c>AwaitingPick</c> as people read it: <c>Awaiting pick</c>.</summary>
    public static string Title(string state)
    {
        var words = new StringBuilder();
        foreach (var letter in state)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                words.Append(letter);
            }
        }

        return words.ToString();
    }
}
