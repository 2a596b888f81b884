using System.Text;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>Turns bytes into text where a form does not say its encoding itself. Bytes that are none are never guessed at.</summary>
internal static class InvoiceText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    public static string Of(byte[] bytes)
    {
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => Utf8.GetString(bytes, 3, bytes.Length - 3),
                [0xFF, 0xFE, ..] => Utf16.GetString(bytes, 2, bytes.Length - 2),
                [0xFE, 0xFF, ..] => Utf16BigEndian.GetString(bytes, 2, bytes.Length - 2),
                _ => Utf8.GetString(bytes),
            };
        }
        catch (ArgumentException)
        {
            throw new UnreadableInvoiceException("The file is not text in UTF-8. Save it as UTF-8, or send it in the form it came in.");
        }
    }
}
