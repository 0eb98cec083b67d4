/** The cases that a new rule's page starts from: name resolution and layout, which every rule must get right. */

export interface Case {
  readonly reason: string;
  /** `python` for a module; more words as the page format has them. */
  readonly fence?: string;
  readonly code: string;
}

/** Each holds `example.NAME` once, and the line that holds it is marked. */
export function flaggedCases(name: string): readonly Case[] {
  const call = `example.${name}()`;
  const mark = '  # finding: information';
  const module = (reason: string, code: string): Case => ({ reason, code: `import example\n\n${code}` });
  return [
    module('A call through the package.', `${call}${mark}`),
    { reason: 'An aliased package.', code: `import example as ex\n\nex.${name}()${mark}` },
    { reason: 'An imported name.', code: `from example import ${name}\n\n${name}()${mark}` },
    { reason: 'An aliased name.', code: `from example import ${name} as f\n\nf()${mark}` },
    { reason: 'An import inside the function.', code: `def run():\n    import example\n\n    ${call}${mark}` },
    module('Inside an async function.', `\nasync def run():\n    ${call}${mark}`),
    module('Inside a method.', `\nclass Run:\n    def start(self):\n        return ${call}${mark}`),
    module('Inside a nested function.', `\ndef outer():\n    def inner():\n        ${call}${mark}\n\n    return inner`),
    module('In a comprehension.', `results = [${call} for _ in range(3)]${mark}`),
    module('In a lambda.', `run = lambda: ${call}${mark}`),
    module('In an f-string.', `text = f"{${call}}"${mark}`),
    module('As an argument of another call.', `print(${call})${mark}`),
    module('With a walrus.', `if (result := ${call}):${mark}\n    print(result)`),
    module('In a conditional expression.', `result = ${call} if ready else None${mark}`),
    module('With an annotation.', `result: int = ${call}${mark}`),
    module('Second of two statements on a line.', `ready = True; ${call}${mark}`),
    module('Over several lines.', `example.${name}(${mark}\n    1,\n    2,\n)`),
    module('In a with block.', `with open("log") as log:\n    ${call}${mark}`),
    module('In a try block.', `try:\n    ${call}${mark}\nexcept ValueError:\n    pass`),
    module('Under the main guard.', `if __name__ == "__main__":\n    ${call}${mark}`),
    {
      reason: 'Imported in one cell of a notebook and called in another.',
      fence: 'python notebook',
      code: `# %%\nimport example\n# %%\n${call}${mark}`,
    },
  ];
}

export function cleanCases(name: string): readonly Case[] {
  const imported = `from example import ${name}`;
  return [
    { reason: 'A local function of that name.', code: `def ${name}():\n    pass\n\n\n${name}()` },
    { reason: 'A local class of that name.', code: `class ${name}:\n    pass\n\n\n${name}()` },
    { reason: 'The same name in another package.', code: `import other\n\nother.${name}()` },
    { reason: 'The same name in a package below.', code: `from example.other import ${name}\n\n${name}()` },
    { reason: 'A module of the project.', code: `from .example import ${name}\n\n${name}()` },
    { reason: 'A star import of another package.', code: `from other import *\n\n${name}()` },
    { reason: 'Another function of the package.', code: `import example\n\nexample.other_${name}()` },
    { reason: 'A method of an object.', code: `import example\n\nrunner = make()\nrunner.${name}()` },
    { reason: 'A variable named like the package.', code: `example = make()\nexample.${name}()` },
    { reason: 'A parameter that hides the import.', code: `${imported}\n\n\ndef run(${name}):\n    ${name}()` },
    { reason: 'A loop variable that hides the import.', code: `${imported}\n\nfor ${name} in runs:\n    ${name}()` },
    { reason: 'A name that is bound again.', code: `${imported}\n\n${name} = print\n${name}()` },
    { reason: 'An import without a call.', code: `${imported}\n\n__all__ = ["${name}"]` },
    { reason: 'A reference without a call.', code: `import example\n\nrun = example.${name}` },
    { reason: 'A call of something below it.', code: `import example\n\nexample.${name}.other()` },
    { reason: 'A keyword of that name.', code: `import example\n\nrun(${name}=1)` },
    { reason: 'Code in a string.', code: `import example\n\ntext = "example.${name}()"` },
    { reason: 'Code in a docstring.', code: `import example\n\n\ndef run():\n    """example.${name}()"""` },
    { reason: 'Code in a comment.', code: `import example\n\n# example.${name}()` },
    { reason: 'A test.', fence: 'python file=tests/test_run.py', code: `import example\n\nexample.${name}()` },
  ];
}
