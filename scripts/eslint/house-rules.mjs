/** The two house rules that no published ESLint plugin has: a header sentence in every file, and no boolean parameters. */

const fileHeader = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Start the file with one `/** ... */` sentence that says what it is.' },
  },
  create(context) {
    return {
      Program(node) {
        const [first] = context.sourceCode.getAllComments().filter((comment) => comment.type !== 'Shebang');
        const before = context.sourceCode.text.slice(0, first?.range[0] ?? 0).replace(/^#!.*/, '');
        const isHeader = first?.type === 'Block' && first.value.startsWith('*') && before.trim() === '';
        if (!isHeader) context.report({ node, loc: { line: 1, column: 0 }, messageId: 'missing' });
      },
    };
  },
};

/** `f(x, true)` cannot be read at the call; an options object or two functions can. */
const noBooleanParameters = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { boolean: 'A boolean parameter hides its meaning at the call: use a named option or two functions.' },
  },
  create(context) {
    function check(node) {
      // A predicate's or listener's argument list is fixed by whoever calls it.
      if (node.parent.type === 'CallExpression' && node.parent.arguments.includes(node)) return;
      for (const parameter of node.params) {
        const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
        const annotated = target.typeAnnotation?.typeAnnotation?.type === 'TSBooleanKeyword';
        const defaulted = parameter.type === 'AssignmentPattern' && typeof parameter.right.value === 'boolean';
        if (annotated || defaulted) context.report({ node: parameter, messageId: 'boolean' });
      }
    }
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

export const houseRules = { rules: { 'file-header': fileHeader, 'no-boolean-parameters': noBooleanParameters } };
