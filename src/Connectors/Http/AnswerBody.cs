namespace Crossdock.Connectors.Http;

/// <summary>Reads an answer's body up to a limit. The other side is not trusted with our memory.</summary>
internal static class AnswerBody
{
    public const int MostBytes = 1024 * 1024;

    /// <summary>The whole body, or null when it is longer than <see cref="MostBytes"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength is > MostBytes)
        {
            return null;
        }

        await using var from = await content.ReadAsStreamAsync(cancel);
        using var into = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await from.ReadAsync(chunk, cancel)) > 0)
        {
            if (into.Length + read > MostBytes)
            {
                return null;
            }

            into.Write(chunk, 0, read);
        }

        return new ReadOnlyMemory<byte>(into.GetBuffer(), 0, (int)into.Length);
    }
}
