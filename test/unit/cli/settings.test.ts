/** Which configuration counts for which file. */
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { Settings, type SettingsOptions } from '../../../src/cli/settings';
import { temporaryFolder, type Folder } from './folder';

const PLAIN: SettingsOptions = { file: undefined, rules: [], overrides: {} };

describe('settings of a file', () => {
  let folder: Folder;
  const settings = (options: Partial<SettingsOptions> = {}) => new Settings(folder.path, { ...PLAIN, ...options });
  const at = (name: string) => join(folder.path, name);

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  it('come from the nearest file above it', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"');
    folder.write('deep/pyproject.toml', '[tool.carbon-hints]\nregion = "NOR"');
    assert.equal(settings().of(at('a.py')).region, 'FRA');
    assert.equal(settings().of(at('deep/er/a.py')).region, 'NOR');
  });
  it('pass over a pyproject.toml that says nothing about them', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"');
    folder.write('deep/pyproject.toml', '[project]\nname = "x"');
    assert.equal(settings().of(at('deep/a.py')).region, 'FRA');
  });
  it('prefer carbon-hints.toml in one folder', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"');
    folder.write('pyproject.toml', '[tool.carbon-hints]\nregion = "NOR"');
    assert.equal(settings().of(at('a.py')).region, 'FRA');
  });
  it('are the defaults, with a problem that names the line, where the file is broken', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"\nhours = \n');
    const broken = settings();
    assert.equal(broken.of(at('a.py')).region, null);
    assert.match(broken.problems[0]!.message, /^line 2: .*TOML/);
  });
  it('keep what is right beside what is wrong', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"\npue = 0.2\n');
    const partly = settings();
    assert.equal(partly.of(at('a.py')).region, 'FRA');
    assert.deepEqual(
      [partly.of(at('a.py')).pue, partly.problems.length, partly.problems[0]!.path],
      [null, 1, 'carbon-hints.toml'],
    );
  });
  it('come from --config for every file', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"');
    folder.write('other.toml', 'region = "NOR"');
    assert.equal(settings({ file: 'other.toml' }).of(at('a.py')).region, 'NOR');
    assert.throws(() => settings({ file: 'gone.toml' }), /cannot read/);
  });
  it('give way to what is typed', () => {
    folder.write('carbon-hints.toml', 'region = "FRA"\npue = 1.2');
    const config = settings({ overrides: { region: 'DEU' } }).of(at('a.py'));
    assert.deepEqual([config.region, config.pue], ['DEU', 1.2]);
  });
  it('switch all other rules off with --rule, and the named one on', () => {
    folder.write('carbon-hints.toml', '[rules]\nexhaustive-grid-search = "off"');
    const { rules } = settings({ rules: ['exhaustive-grid-search'] }).of(at('a.py'));
    assert.equal(rules['exhaustive-grid-search']?.severity, 'default');
    const others = Object.entries(rules).filter(([id]) => id !== 'exhaustive-grid-search');
    assert.ok(others.length > 0 && others.every(([, setting]) => setting.severity === 'off'));
  });

  describe('exclude', () => {
    const excluded = (patterns: string, path: string) => {
      folder.write('carbon-hints.toml', `exclude = ${patterns}`);
      return settings().excludes(at(path));
    };
    it('matches paths relative to the configuration file', () => {
      assert.equal(excluded('["old/*.py"]', 'old/a.py'), true);
      assert.equal(excluded('["old/*.py"]', 'new/old/a.py'), false);
    });
    it('matches a name anywhere when there is no slash', () => {
      assert.equal(excluded('["*_gen.py"]', 'deep/x_gen.py'), true);
    });
    it('covers what lies in a folder', () => {
      assert.equal(excluded('["old"]', 'deep/old/a.py'), true);
      assert.equal(excluded('["old/**"]', 'old'), true);
      assert.equal(excluded('["./old/"]', 'old/deep/a.py'), true);
    });
  });
});
