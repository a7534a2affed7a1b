package org.meridiandx.order.guidance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.meridiandx.order.guidance.rules.GuidanceContent;
import org.meridiandx.order.guidance.rules.GuidanceReader;
import org.meridiandx.order.guidance.rules.facts.ContentException;
import org.meridiandx.order.guidance.rules.facts.ContentFile;
import org.meridiandx.order.guidance.rules.facts.SourceNode;

/// Reads the content that is shipped with the service.
public final class ContentFiles {
    private static final String FOLDER = "/guidance/";
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ContentFiles() {}

    /// @throws ContentException where the content cannot be used
    public static GuidanceContent shipped() {
        return GuidanceReader.read(new GuidanceReader.Files(
                shipped("vocabulary.yaml"),
                shipped("imaging-guidelines.yaml"),
                shipped("safety-rules.yaml"),
                shipped("regions.yaml")));
    }

    /// One of the files, for what reads it beside the rules.
    ///
    /// @throws ContentException where it is no such file
    public static ContentFile shipped(String name) {
        try (var file = ContentFiles.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("The service was built without " + FOLDER + name);
            }
            return read(name, file);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /// A file of the region's own in place of a shipped one.
    ///
    /// @throws ContentException where it is no such file
    public static ContentFile at(Path path) {
        try (var file = Files.newInputStream(path)) {
            return read(String.valueOf(path.getFileName()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    /// @param name as messages call it
    static ContentFile read(String name, InputStream content) throws IOException {
        try (var parser = YAML.createParser(content)) {
            parser.nextToken();
            if (node(parser) instanceof SourceNode.Fields root) {
                return new ContentFile(name, root);
            }
            throw new ContentException(name, 1, "fields are expected at the top");
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
            throw new ContentException(name, line, broken.getOriginalMessage());
        }
    }

    private static SourceNode node(JsonParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser, line);
            case START_ARRAY -> items(parser, line);
            case VALUE_NULL -> new SourceNode.Empty(line);
            default -> new SourceNode.Text(parser.getText(), line);
        };
    }

    private static SourceNode fields(JsonParser parser, int line) throws IOException {
        var values = new LinkedHashMap<String, SourceNode>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            parser.nextToken();
            values.put(key, node(parser));
        }
        return new SourceNode.Fields(values, line);
    }

    private static SourceNode items(JsonParser parser, int line) throws IOException {
        var values = new ArrayList<SourceNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(node(parser));
        }
        return new SourceNode.Items(values, line);
    }
}
