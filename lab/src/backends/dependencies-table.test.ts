import { expect, test } from 'vitest';
import { textLiteral } from './dependencies-table.ts';

test('a quote cannot end a text of CQL, whatever the name of a service holds', () => {
  expect(textLiteral("o'neill")).toBe("'o''neill'");
  expect(textLiteral("'}]); DROP KEYSPACE jaeger_v1_dc1; --")).toBe("'''}]); DROP KEYSPACE jaeger_v1_dc1; --'");
  expect(textLiteral('\\ $$ \n "€"')).toBe('\'\\ $$ \n "€"\'');
});
