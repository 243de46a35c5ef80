import java.util.logging.Level;
import java.util.logging.Logger;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSources;
import us.fatehi.utility.datasource.MultiUseUserCredentials;

/** Reads one database with SchemaCrawler at its standard level, and prints how many tables it found. */
public final class SchemaCrawlerRead {
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        var source = DatabaseConnectionSources.newDatabaseConnectionSource(args[0], new MultiUseUserCredentials("postgres", args[1]));
        var options = SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
                .withLoadOptions(LoadOptionsBuilder.builder()
                        .withSchemaInfoLevel(SchemaInfoLevelBuilder.standard())
                        .toOptions());
        System.out.println(SchemaCrawlerUtility.getCatalog(source, options).getTables().size());
    }
}
