package io.syncline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is kept of a run. */
class ReportTest {
    private static Figure figure(int round, String contender, double rate) {
        return new Figure(
                round, 1, "mix4", contender, rate, 1.5, 2.25, 0.5, 0.25, 180, 60, 0.05, false);
    }

    private static Report report() {
        List<Figure> figures =
                List.of(
                        figure(1, "native", 100),
                        figure(1, "syncline", 180),
                        figure(2, "native", 110),
                        figure(2, "syncline", 330));
        Ratios rates = new Ratios("native");
        Ratios cpu = new Ratios("native");
        for (Figure figure : figures) {
            rates.add(figure.workload(), figure.contender(), figure.changesPerSecond());
            cpu.add(figure.workload(), figure.contender(), figure.cpuMicros());
        }
        return new Report(
                "served",
                "abc",
                "2026-01-02T03:04:05Z",
                2,
                1000,
                2,
                "native",
                figures,
                rates.lines(),
                rates.geometricMeans(),
                cpu.lines(),
                cpu.plainMeans());
    }

    @Test
    void whatIsKeptIsReadAsItWas() {
        Report report = report();

        assertThat(Report.of(report.json())).isEqualTo(report);
    }

    @Test
    void aRatioIsTakenWithinARound() {
        assertThat(report().rates().getLast())
                .isEqualTo(new Ratios.Line("mix4", "syncline", 255, 2.4, 1.8, 3));
        assertThat(report().rateMeans().get("syncline")).isCloseTo(2.4, within(1e-9));
        assertThat(report().cpuMeans()).containsEntry("syncline", 1.0);
    }

    private static org.assertj.core.data.Offset<Double> within(double distance) {
        return org.assertj.core.data.Offset.offset(distance);
    }

    @Test
    void bothFilesLieInTheFolderThatWasNamed(@TempDir Path folder) throws Exception {
        Path inside = folder.resolve("made");

        report().write(inside, "syncline");

        assertThat(Report.of(Files.readString(inside.resolve("served.json")))).isEqualTo(report());
        Document picture = parse(Files.readString(inside.resolve("served.svg")));
        assertThat(words(picture)).contains("four mixed changes", "2.40 (1.80..3.00)");
    }

    @Test
    void aPictureIsXmlWhateverItsWordsAre() throws Exception {
        Picture.Bar bar = new Picture.Bar("1 < 2 & 3 > 2", "bar", 1.5, 1.25, 2, 1.2);

        Document picture = parse(new Picture("a <b> & c", "]]>", List.of(bar)).svg());

        assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(words(picture))
                .contains("a <b> & c", "]]>", "1 < 2 & 3 > 2", "1.50 (1.25..2.00)");
        assertThat(kinds(picture)).containsOnlyOnce("bar", "goal", "spread", "one");
    }

    @Test
    void whatHasNoSpreadHasNoWhisker() throws Exception {
        Picture.Bar bar = new Picture.Bar("one", "mean", 1.5, 1.5, 1.5, 2);

        assertThat(kinds(parse(new Picture("t", "n", List.of(bar)).svg())))
                .contains("mean")
                .doesNotContain("spread");
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> words(Document picture) {
        return all(picture, "text").map(Element::getTextContent).toList();
    }

    private static List<String> kinds(Document picture) {
        return all(picture, "path").map(path -> path.getAttribute("class")).toList();
    }

    private static java.util.stream.Stream<Element> all(Document picture, String tag) {
        NodeList found = picture.getElementsByTagName(tag);
        return java.util.stream.IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i));
    }
}
