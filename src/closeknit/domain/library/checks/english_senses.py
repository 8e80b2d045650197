"""English words that ask the same in a question: each line is one sense."""

_LINES = """
part bit piece portion moment
still stay stays stayed remain remains linger lingers keep keeps kept
little small tiny
like love enjoy adore likes loves enjoys
happy glad joyful cheerful happier
help support aid helps supports
laugh laughs laughed giggle chuckle
kindness favour kind nice favor
afraid scared frightened fear fears scares frightens
worry worries anxious nervous
talk talks speak chat conversation talking conversations
evening night tonight evenings nights
dream dreams wish wishes hope hopes
childhood young kid growing younger
remember recall memory memories remembers
learn learned learnt taught teach teaches
quiet silent silence
tired exhausted weary
thank thanks grateful gratitude appreciate
meal dish food supper dinner
trip journey travel holiday vacation
alone yourself solitude
want long crave
begin start starts begins
begun started
change changed changes different
proud pride
strange odd weird peculiar
place spot corner
song tune melody music
story tale stories
gift present gifts presents
beautiful lovely pretty
hard difficult tough
choose pick select
heard listened
felt feel feels feeling
recently lately
finish complete
often frequently
miss misses missed
brave courage courageous bold
person someone somebody people
morning mornings wake
last latest recent
close near nearer closer
film films movie movies
book books novel novels
"""
_SAYS_NOTHING = (
    "what which when where whose how who would could about that this these those your mine with"
    " from"
    " have has had does were been more most than then them they there here into over just"
)
SENSES = {
    word: f"={line.split()[0]}" for line in _LINES.strip().splitlines() for word in line.split()
} | dict.fromkeys(_SAYS_NOTHING.split(), "")
