namespace PythonInterop;

/// <summary>Sessions could not be moved; the message is for the user.</summary>
internal sealed class TransferException(string message, Exception? innerException = null) : Exception(message, innerException);
