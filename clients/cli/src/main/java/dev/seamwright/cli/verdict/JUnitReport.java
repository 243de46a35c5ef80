package dev.seamwright.cli.verdict;

import dev.seamwright.cli.verdict.Verdict.Row;
import dev.seamwright.cli.verdict.Verdict.State;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A verdict as JUnit XML: one test case a seam, named by its two sides. A seam that blocks is a failure, one that is ignored is
 * skipped, and an answer other than yes always shows as a failure, even if no row explains it.
 */
final class JUnitReport {
    private JUnitReport() {}

    private record Case(String name, boolean failed, boolean skipped, String type, String details) {}

    static String of(VerdictReport report) {
        var cases = cases(report);
        return write(report.query().title(), cases);
    }

    /** A suite with one skipped case, for a policy that passes without an answer. */
    static String withoutVerdict(String title, String why) {
        return write(title, List.of(new Case("verdict", false, true, "", why)));
    }

    private static List<Case> cases(VerdictReport report) {
        Map<String, List<Row>> seams = report.verdict().rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.consumer() + " -> " + row.provider(), LinkedHashMap::new, Collectors.toList()));
        var cases = new ArrayList<Case>();
        seams.forEach((name, rows) -> cases.add(seam(name, rows)));
        var unexplained =
                report.verdict().answer() != Answer.YES && cases.stream().noneMatch(Case::failed);
        if (unexplained || cases.isEmpty()) {
            cases.add(new Case(
                    "verdict",
                    report.verdict().answer() != Answer.YES,
                    false,
                    report.verdict().answer().word(),
                    String.join("\n", report.explanations())));
        }
        return cases;
    }

    private static Case seam(String name, List<Row> rows) {
        var blocking = rows.stream()
                .filter(row -> row.state() == State.FAILED || row.state() == State.UNVERIFIED)
                .toList();
        var failed = blocking.stream().anyMatch(row -> row.state() == State.FAILED);
        return new Case(
                name,
                !blocking.isEmpty(),
                rows.stream().allMatch(row -> row.state() == State.IGNORED),
                failed ? "failed" : "not verified",
                blocking.stream()
                        .map(row -> VerdictReport.what(row)
                                + (row.link().isEmpty() ? "" : ", see " + row.link())
                                + Stream.concat(row.statements().stream(), row.findings().stream())
                                        .map("\n  "::concat)
                                        .collect(Collectors.joining()))
                        .collect(Collectors.joining("\n")));
    }

    private static String write(String suite, List<Case> cases) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", clean(suite));
            xml.writeAttribute("tests", Integer.toString(cases.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(cases.stream().filter(Case::failed).count()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute(
                    "skipped",
                    Long.toString(cases.stream().filter(Case::skipped).count()));
            for (var one : cases) {
                write(xml, one);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("text in memory can be written", impossible);
        }
        return text.toString();
    }

    private static void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "can-i-deploy");
        xml.writeAttribute("name", clean(one.name()));
        if (one.failed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", clean(one.type()));
            xml.writeAttribute(
                    "message", clean(one.details().lines().findFirst().orElse(one.type())));
            xml.writeCharacters(clean(one.details()));
            xml.writeEndElement();
        } else if (one.skipped()) {
            xml.writeStartElement("skipped");
            xml.writeAttribute("message", clean(one.details().isEmpty() ? "ignored" : one.details()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** Leaves out what XML 1.0 §2.2 cannot hold. */
    private static String clean(String text) {
        return text.codePoints()
                .filter(JUnitReport::isXml)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isXml(int c) {
        return c == '\n' || c == '\t' || (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
    }
}
