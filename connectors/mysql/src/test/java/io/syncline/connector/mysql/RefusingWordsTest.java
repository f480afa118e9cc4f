package io.syncline.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a row that the server refuses shows nothing of the row. */
class RefusingWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "(conn=42) Duplicate entry 'a'b' for key 'u' | Duplicate entry for key 'u'",
                "Duplicate entry 'x' for key '-y' for key 't.u' | Duplicate entry for key 't.u'",
                "(conn=7) Incorrect string value: '\\xF0\\x9F' for column `s`.`t`.`c` at row 1"
                        + " | Incorrect string value for column `s`.`t`.`c` at row 1",
                "Truncated incorrect DOUBLE value: 'secret' | Truncated incorrect DOUBLE value",
                "Incorrect datetime value: 'x' for column 'c' at row 1"
                        + " | Incorrect datetime value for column 'c' at row 1",
                "Column 'c' cannot be null | Column 'c' cannot be null"
            })
    void valuesAreNotQuoted(String said, String told) {
        assertThat(Failures.words(new SQLException(said))).isEqualTo(told);
    }
}
