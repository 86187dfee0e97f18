using Agno.Storage;
using Agno.Storage.Faults.Host;
using Agno.Storage.Sqlite;

// One trial in each process: the first argument says which.
return args switch
{
    ["write", var path, var synchronous, var writers, var first] => await Writing.RunAsync(path, Enum.Parse<SqliteSynchronous>(synchronous), int.Parse(writers), long.Parse(first)),
    ["count", var path, var process, var tasks, var seconds] => await Counting.RunAsync(path, process, int.Parse(tasks), TimeSpan.FromSeconds(double.Parse(seconds))),
    ["turn", var path, var change, var killBefore] => await Turning.RunAsync(path, change, int.Parse(killBefore)),
    ["append", var path, var process, var tasks, var runs] => await Appending.RunAsync(path, process, int.Parse(tasks), int.Parse(runs)),
    ["convert", var source, var from, var target, var to, var killBefore] =>
        await Converting.RunAsync(source, Enum.Parse<SessionLayout>(from), target, Enum.Parse<SessionLayout>(to), int.Parse(killBefore)),
    ["open"] => Opening.Run(),
    ["hold", var path] => Holding.Run(path),
    ["fill", var path, var limit] => await Filling.RunAsync(path, new FileSizeLimit(long.Parse(limit))),
    ["fill", var path, "ballast", var ballast] => await Filling.RunAsync(path, new Ballast(ballast)),
    ["copy", var path, var directory] => Copying.Run(path, directory),
    ["copy", var path, var directory, var limit] => Copying.RunWithoutRoom(path, directory, new FileSizeLimit(long.Parse(limit))),
    ["soak", .. var rest] => await Soaking.RunAsync(
        TimeSpan.FromMinutes(rest.Length > 0 ? double.Parse(rest[0]) : 30), rest.Length > 1 ? rest[1] : Path.Combine(Path.GetTempPath(), $"agno-soak-{Environment.ProcessId}.db")),
    _ => throw new ArgumentException("Usage: write PATH SYNCHRONOUS WRITERS FIRST | count PATH PROCESS TASKS SECONDS | turn PATH CHANGE STATEMENT | append PATH PROCESS TASKS RUNS | convert SOURCE LAYOUT TARGET LAYOUT STATEMENT | open | hold PATH | fill PATH LIMIT | fill PATH ballast FILE | copy PATH DIRECTORY [LIMIT] | soak [MINUTES [PATH]]"),
};
