import assert from 'node:assert/strict';
import { AgenticSynth, EventGenerator, StructuredGenerator } from '../../engine/src/index.js';
import { enableAgenticRobotics } from '../../engine/src/integrations/index.js';

/**
 * Stands for `@agentic-robotics/core`, which is not on the registry: a node, publishers and subscribers of its published
 * source (`crates/agentic-robotics-node/src/lib.rs`), and nothing else.
 */
function standIn(): { AgenticNode: new (name: string) => AgenticNode; nodes: string[] } {
  const nodes: string[] = [];
  return {
    nodes,
    AgenticNode: class extends AgenticNode {
      constructor(name: string) {
        super();
        nodes.push(name);
      }
    },
  };
}

const topics = new Map<string, string[]>();

class AgenticNode {
  async createPublisher(topic: string): Promise<{ publish(json: string): Promise<void> }> {
    return {
      async publish(json) {
        JSON.parse(json);
        topics.set(topic, [...(topics.get(topic) ?? []), json]);
      },
    };
  }

  async createSubscriber(topic: string): Promise<{ tryRecv(): Promise<string | null>; recv(): Promise<string> }> {
    return {
      tryRecv: async () => topics.get(topic)?.shift() ?? null,
      recv: () => new Promise(() => undefined),
    };
  }
}

async function received(topic: string): Promise<{ id: string; row: unknown }[]> {
  const subscriber = await new AgenticNode().createSubscriber(topic);
  const messages: { id: string; row: unknown }[] = [];
  for (let json = await subscriber.tryRecv(); json !== null; json = await subscriber.tryRecv()) {
    messages.push(JSON.parse(json) as { id: string; row: unknown });
  }
  return messages;
}

describe('agentic-robotics, a stand-in with its API', () => {
  const schema = { fields: { n: 'sequence', joint: { enum: ['hip', 'knee'] } } };

  it('gets each row of a workflow on its topic', async () => {
    const module = standIn();
    const robotics = enableAgenticRobotics(new AgenticSynth(), { node: 'lab', module });
    assert.equal(robotics.isAvailable(), true);
    robotics.registerWorkflow('poses', new StructuredGenerator());
    await robotics.triggerWorkflow('poses', { count: 150, seed: 3, schema });
    const messages = await received('/synth/poses');
    assert.deepEqual(
      messages.map(({ row }) => row),
      await new AgenticSynth().generate('structured', { schema, count: 150, seed: 3 }),
    );
    assert.deepEqual([messages[0].id, messages[149].id], ['poses:3:0', 'poses:3:149']);
    assert.deepEqual(module.nodes, ['lab']);

    robotics.registerWorkflow('line/clicks', new EventGenerator());
    await robotics.triggerWorkflow('line/clicks');
    assert.equal((await received('/synth/line/clicks')).length, 10);
  });

  it('gets the rows of every run where the configuration enables it', async () => {
    const synth = new AgenticSynth({ integrations: { agenticRobotics: { enabled: true } } });
    enableAgenticRobotics(synth, { module: standIn() });
    const rows = await synth.generate('structured', { schema, count: 5 });
    assert.deepEqual(
      (await received('/synth/rows')).map(({ row }) => row),
      rows,
    );
  });

  it('refuses workflows that are not there, are there twice, or are none', async () => {
    const robotics = enableAgenticRobotics(new AgenticSynth(), { module: standIn() });
    robotics.registerWorkflow('poses', new StructuredGenerator());
    await assert.rejects(robotics.triggerWorkflow('pose'), /There is no workflow `pose`\. Did you mean "poses"\?/);
    assert.throws(() => robotics.registerWorkflow('poses', new StructuredGenerator()), /is there already/);
    assert.throws(() => robotics.registerWorkflow('a b', new StructuredGenerator()), /"a b" is no name of a topic/);
    assert.throws(() => robotics.registerWorkflow('x', {} as never), /needs a generator/);
  });

  it('that is not installed says so in one sentence', async () => {
    const robotics = enableAgenticRobotics(new AgenticSynth());
    const sentence =
      /^IntegrationError: The package @agentic-robotics\/core is not installed: .*github\.com\/ruvnet\/agentic-robotics$/;
    assert.equal(robotics.isAvailable(), false);
    assert.throws(() => robotics.registerWorkflow('x', new StructuredGenerator()), sentence);
    await assert.rejects(robotics.triggerWorkflow('x'), sentence);
  });
});
