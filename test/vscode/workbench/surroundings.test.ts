/** The packaged extension where it is easily forgotten: a folder that is not trusted, and the oldest supported editor. */
import { openSession } from './session';

describe('The packaged extension', () => {
  it('finds waste in a folder that is not trusted', async () => {
    const session = await openSession({ name: 'restricted', trust: 'withheld' });
    const { workbench } = session;
    try {
      await workbench.waitForRestrictedMode();
      await workbench.open('search_svm.py');
      await workbench.goTo(session.lineOf('search_svm.py', 'search = GridSearchCV('), 1);
      await workbench.waitForSquiggle();
      await workbench.picture('restricted');
    } finally {
      await session.close();
    }
  });

  it('works in the oldest supported version', async () => {
    const session = await openSession({ name: 'oldest', edition: 'oldest' });
    const { workbench } = session;
    try {
      await workbench.open('train_keras.py');
      await workbench.goTo(session.lineOf('train_keras.py', 'model.fit('), 1);
      await workbench.waitForSquiggle();
      await workbench.watts.waitFor();
      await workbench.picture('oldest');
    } finally {
      await session.close();
    }
  });
});
