/** Which script a command runs: launchers as their documentation writes them, and what is left alone. */
import assert from 'node:assert/strict';
import { scriptInLine } from '../../../../src/power/runs/command/terminal';
import { simpleCommands, type Backslash } from '../../../../src/power/runs/command/shell';

function scriptOf(line: string, backslash: Backslash = 'escapes'): string | null {
  const found = scriptInLine(line, backslash);
  return found && [found.folder, found.candidates[0]].filter((part) => part !== '').join(' ');
}

const FOUND: Readonly<Record<string, string>> = {
  'python train.py': 'train.py',
  'python3.11 -u train.py --lr 0.1': 'train.py',
  '/opt/conda/bin/python ./src/train.py': './src/train.py',
  'python -W ignore -X dev train.py': 'train.py',
  'python -Wignore -bB train.py': 'train.py',
  'python -um pkg.train --epochs 3': 'pkg/train.py',
  'python -m torch.distributed.run --nproc_per_node 4 train.py': 'train.py',
  'python -m cProfile -o out.prof train.py': 'train.py',
  'python project': 'project/__main__.py',
  './train.py --fast': './train.py',
  'py -3 train.py': 'train.py',
  'CUDA_VISIBLE_DEVICES=0,1 WANDB_MODE=offline python train.py': 'train.py',
  'env -u X OMP_NUM_THREADS=4 python train.py': 'train.py',
  'nohup nice -n 10 python train.py > log.txt 2>&1 &': 'train.py',
  'timeout -k 5 2h python train.py': 'train.py',
  'taskset -c 0-3 python train.py': 'train.py',
  'time python train.py | tee log.txt': 'train.py',
  'cd examples && python train.py': 'examples train.py',
  'cd /data; cd run; python train.py': '/data/run train.py',
  'source venv/bin/activate && python train.py': 'train.py',
  '(cd examples; python train.py)': 'examples train.py',
  'python train.py \\\n  --epochs 3': 'train.py',
  'python "my train.py"': 'my train.py',
  'python my\\ train.py # again': 'my train.py',
  'python train.py --glob "*.csv" --out $OUT': 'train.py',
  'accelerate launch --config_file ds.yaml --num_processes 8 train.py --bs 4': 'train.py',
  'accelerate launch -m pkg.train': 'pkg/train.py',
  'torchrun --nproc-per-node=8 --rdzv-backend c10d train.py': 'train.py',
  'torchrun --nproc_per_node $N train.py': 'train.py',
  'deepspeed --num_gpus=2 train.py --deepspeed ds.json': 'train.py',
  'mpirun -np 4 python train.py': 'train.py',
  'uv run train.py': 'train.py',
  'uv run --with torch --python 3.12 python -u train.py': 'train.py',
  'uv run -m pkg.train': 'pkg/train.py',
  'uv run -- accelerate launch train.py': 'train.py',
  'poetry run python -m pkg.train': 'pkg/train.py',
  'pipenv run python train.py': 'train.py',
  'conda run -n torch --no-capture-output python train.py': 'train.py',
  'coverage run train.py': 'train.py',
  'ipython train.py': 'train.py',
  'jupyter nbconvert --to notebook --execute train.ipynb': 'train.ipynb',
  'jupyter execute train.ipynb': 'train.ipynb',
  'papermill in.ipynb out.ipynb -p epochs 3': 'in.ipynb',
};

const LEFT_ALONE: Readonly<Record<string, string>> = {
  'python -c "import torch"': 'code on the command line',
  'python -': 'standard input',
  python: 'no program',
  'python $SCRIPT': 'a variable',
  'python `ls *.py`': 'a substitution',
  'python *.py': 'a pattern',
  '$PYTHON train.py': 'the program is a variable',
  'cd $DIR && python train.py': 'the folder is a variable',
  'cd - && python train.py': 'the folder before',
  'for i in 1 2; do python train.py; done': 'a loop',
  'if test -f x; then python train.py; fi': 'perhaps never',
  'python a.py && python b.py': 'two scripts share the time',
  'ssh gpu python train.py': 'another machine',
  'srun python train.py': 'another machine',
  'docker run image python train.py': 'another file system',
  'make train': 'what make does',
  'pytest tests/test_train.py': 'tests',
  'python -m pytest tests/test_train.py': 'tests',
  'pip install train.py': 'not run',
  'vim train.py': 'not run',
  'echo python train.py': 'not run',
  '# python train.py': 'a comment',
  'jupyter nbconvert --to html train.ipynb': 'not executed',
  'carbon-hints run -- python train.py': 'that command keeps its own record',
  'python /x/debugpy/launcher 5678 -- train.py': 'the debugger tells of itself',
  'python "unclosed': 'a quote that never closes',
  '': 'nothing',
};

describe('the script of a command', () => {
  for (const [line, script] of Object.entries(FOUND)) {
    it(`is found in ${JSON.stringify(line)}`, () => assert.equal(scriptOf(line), script));
  }
  for (const [line, why] of Object.entries(LEFT_ALONE)) {
    it(`is not guessed in ${JSON.stringify(line)}: ${why}`, () => assert.equal(scriptOf(line), null));
  }

  it('is found in PowerShell, where a backslash separates folders', () => {
    const folders: Backslash = 'separates folders';
    assert.equal(scriptOf('& "C:\\Python 3\\python.exe" .\\src\\train.py', folders), './src/train.py');
    assert.equal(scriptOf('cd C:\\work; python train.py', folders), 'C:/work train.py');
    assert.equal(scriptOf("python 'my train.py' > $null", folders), 'my train.py');
  });

  it('of a module may lie in src', () => {
    assert.deepEqual(scriptInLine('python -m pkg.train', 'escapes')?.candidates, [
      'pkg/train.py',
      'pkg/train/__main__.py',
      'src/pkg/train.py',
      'src/pkg/train/__main__.py',
    ]);
  });
});

describe('simpleCommands', () => {
  it('leaves out redirections, also of descriptors', () => {
    for (const line of ['a 2>&1 b', 'a > x b', 'a 2> x b', 'a &> x b', 'a >> x b', 'a < x b', 'a 2>&- b']) {
      assert.deepEqual(simpleCommands(line, 'escapes'), [['a', 'b']], line);
    }
  });

  it('keeps what only the shell knows as unknown', () => {
    assert.deepEqual(simpleCommands('a "$X" \'$X\' {1,2} ~/b x{y', 'escapes'), [['a', null, '$X', null, null, 'x{y']]);
  });

  it('ends on whatever it is given', () => {
    const pieces = ['"', "'", '\\', '$(', ')', '|', '&', '>', '#', '\n', 'a', ' ', '{', '`'];
    for (let seed = 0; seed < 2000; seed += 1) {
      const line = Array.from(
        { length: 8 },
        (_, at) => pieces[(seed * 7 + at * at * (seed % 13)) % pieces.length],
      ).join('');
      for (const backslash of ['escapes', 'separates folders'] as const) simpleCommands(line, backslash);
    }
  });
});
