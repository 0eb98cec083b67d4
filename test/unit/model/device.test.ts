/** Where a program trains, by what it names and moves. */
import assert from 'node:assert/strict';
import { findDevice } from '../../../src/core/model/device-of';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

const on = (why: string, text: string, kind: string): void =>
  void it(`${why}: ${kind}`, () => {
    assert.equal(findDevice(modelOf(`import torch\nfrom helpers import net, pick\n${text}\n`)).kind, kind);
  });

describe('device of a PyTorch program', () => {
  before(loadParser);

  on('named', 'device = torch.device("cuda:1")', 'accelerator');
  on('an index', 'device = torch.device(0)', 'accelerator');
  on('an index in a variable', 'gpu = 1\nplace = torch.device(gpu)', 'accelerator');
  on('an index that a model is moved to', 'net.to(0)', 'accelerator');
  on('an index where there is one', 'place = torch.device(0 if torch.cuda.is_available() else "cpu")', 'conditional');
  on(
    'an unknown index where there is one',
    'place = torch.device(pick() if torch.cuda.is_available() else "cpu")',
    'conditional',
  );
  on('a number that is no device', 'net.to(torch.float32)\nnet.resize(0)', 'unknown');
  on('an unknown index', 'place = torch.device(pick())', 'unknown');
  on('a processor that everything is moved to', 'place = torch.device("cpu")\nnet.to(place)', 'cpu');
  on(
    'a processor that results are brought back to from somewhere',
    'home = torch.device("cpu")\nnet.to(pick.device)\nnet(1).to(home)',
    'unknown',
  );
  on(
    'where a checkpoint is read',
    'state = torch.load("net.pt", map_location=torch.device("cpu"))\nnet.load_state_dict(state)',
    'unknown',
  );
  on('nothing', 'net.train()', 'unknown');
});
