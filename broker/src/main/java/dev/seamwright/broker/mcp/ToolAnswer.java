package dev.seamwright.broker.mcp;

import dev.seamwright.broker.impact.Plain;

/**
 * What a tool answers.
 *
 * @param word the answer in a word of ours: {@code yes}, {@code no}, {@code found}
 * @param head a sentence of ours, without any text of others
 * @param data the answer, with texts of others: it is fenced
 */
record ToolAnswer(String word, String head, String data) {
    ToolAnswer {
        data = Plain.block(data);
    }
}
