// Publishes two equal programs, ours and one on plain Microsoft.Data.Sqlite, in three ways, and times whole processes in turn.
//   dotnet run -c Release --project benchmarks/ColdStart [-- --json]
using Agno.Storage.Benchmarks.ColdStart;

bool json = args.Contains("--json");
string root = Publisher.FindRoot();
string folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"agno-cold-{Guid.NewGuid():N}");
Directory.CreateDirectory(folder);
try
{
    foreach (string mode in new[] { "jit", "r2r", "aot" })
    {
        var ours = new Contestant("Agno.Storage", Publisher.Publish(root, "ColdStart.Agno", mode));
        var theirs = new Contestant("MDS", Publisher.Publish(root, "ColdStart.Mds", mode));
        Report.Write(mode, Race.Run(ours, theirs, folder), json);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
