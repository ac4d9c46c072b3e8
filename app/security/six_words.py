"""Six words that stand for a hub's certificate, to be compared by voice or eye; and the 2048 that there are.

Three to eight letters, easily told apart: none begins with another, none is one letter from another, and of
words that are spoken alike there is one. Their order is for ever: every copy must show the same six words.
"""

from __future__ import annotations

from hashlib import scrypt

COUNT = 6
_BITS = 11  # a word of 2048
# 66 bits alone could be met by trying certificates; at this cost per trial they cannot.
_SALT = b"hubbub words 1"
_N, _R, _P = 2**15, 8, 1
_MEMORY = 2**26  # bytes; scrypt needs 128 * r * n, half of this
_TEXT = """
abacus abbey aboard absent absorb abstract academy accent access account achieve acid acorn acquire acre
acrobat active actor adjust admire admit adobe advance adverb advice advocate aerial affair afford agate
agency agenda agile agree ahead airline airplane airport airy aisle alarm album alchemy alcove alert algae
algebra align alike alley almanac almond almost aloft alone alpaca alphabet alpine already also alter
altitude always amaze amber amble amethyst amigo amphora amuse anagram analyst anatomy anchor ancient
andante anemone animal ankle annex announce annual anorak answer antelope antenna anthem antique antler
antonym anvil anybody anyone anything apart aperture apology appear appetite applaud apple approve apricot
april apron aquarium arcade arctic arena argue armchair aroma arrange arrive artist ascend aspect aspen
asphodel aspire assemble assist asterisk asteroid astound athlete atlantic atlas atom attach attend attic
auburn auction audience audio august aunt aurora author autumn avatar avenue average aviator avocado await
awake awesome awning axis axle azalea azure backpack backward badge bagel bagpipe baker balance balcony
ballad balloon ballroom balm balsa bamboo banana bandage banjo banner banquet baobab barber barista baritone
barley barnacle baroque barrel basalt baseball bashful basil basket bassoon baton batter bayou bazaar beacon
beagle beak beard bearing beaver because become bedrock bedroom bedtime beehive beetle before begin begonia
behave behind believe belong below bench beneath beret berry beryl between beyond bicycle bigger biplane
birch birthday biscuit bison blanket blend blimp blink blizzard blossom blouse blunt boat bobbin boiler
bonfire bongo bonnet botany bottle bottom boulder bounce bouquet bowl bracelet bracket braid brake branch
brass breeze brick bridge brief bright brisket broad bronze brook broth brown browse brush bubble bucket
buckle bugle build bulb bumper bumpy bundle bungalow bunny burger burrow burst bus butler button buyer
buzzard cabbage cabin cable cactus cafe calcium calendar calf camera campus canal canary candle candy canoe
canopy canteen canvas canyon capital captain capture caramel caravan cardigan cargo caribou carnival carol
carpet carrot carve cashew castle catalog cavern cedar celery cellar cello cement census century ceramic
cereal chain chalk champion change chapter charcoal chariot charm chase cheddar cheer cheese cheetah chef
cherry chestnut chilly chimney chipmunk chisel chive choir choose chop chorus chrome chunky chutney cinema
cinnamon circle circus citrus city civil clam clarify clarinet classic clean clerk cliff climb cling cloak
close cloth cloud clover clown club coast cobalt cobbler coconut coffee coin collect combine comet comfort
comic common compact compare compass compete compose condor conduct cone confetti confirm connect consider
constant contain content continue contrast convert cookie cooler copper copy coral cork correct corridor
cosmos costume cottage cotton couch cougar council count courage courier cousin coyote crab cradle craft
crane crater crawl crayon cream creative creek crescent crest cricket crimson crisp crocus crow crunch
crystal cuckoo cucumber cuddle cupboard curious curl current curtain cushion custard custom cycle cymbal
cypress daffodil dahlia daisy dance dawn dazzle decade decent deck declare decorate dedicate deer defend
define degree delay delight deliver delta demand denim dense dentist depart depot describe design detail
develop devote diagram diamond diary dice diesel differ digital diligent dinghy dingo dinky dinner dinosaur
diploma direct discover discuss disk display distant district divide dizzy doctor doll dolphin dome domino
donate donut double download drag drama drawer dress drift drill drink drip drive drizzle drum dry dune
dungeon durable during duvet dwell dynamic dynamo eager earth easel easy echo eclipse edit educate eel
effort eggplant elastic elbow electron elegant elephant elevator eleven elk emblem embrace emerald emerge
emotion employ empower empty enable enact enamel endless energy engage engine enjoy enormous enough enrich
enroll ensure enter entire envelope epic equal equator equip ermine escape espresso essay estate eternal
examine example exceed excite exclaim exercise exhale exhibit exist expand expert explain explore express
extend extra eyebrow eyelid fabric fabulous falcon familiar fancy fantasy fashion fast faucet favorite
feature feed fence fender fennel fern ferret festival fetch few fiddle field fifteen fifty filling film
filter finch finger firefly first fish fit five fjord flagpole flamingo flannel flask flavor fleece flex
flicker flint flip float flock floor floral florist flower fluent fluffy fluid flute flutter fly foam focus
folk font football forest forever fortune fossil found fountain fragile frame frank freckle freezer freight
frequent fresh friday friend frog frost frozen fruit fudge fun furnace fuse future fuzzy gadget galaxy
gallery gallop garage garden garland garlic garment garnet gather gauge gazebo gazelle gecko gelatin general
generous gentle genuine geology gesture geyser gift giggle gingham giraffe glacier glade glass gleam glider
glimmer glimpse glisten glitter globe glory glue gnome goblet goggles goldfish golf gong good goose gopher
gorge gown graceful gracious gradual grain granary grandma granite grant grape gravel gravy green grid
griffin grocer grotto group grove growl guava guess guide guitar gull gymnast habitat haddock halibut halo
hammer hammock hamster hangar happen happy harbor hardly harmless harmony harness harp harvest hasty haven
hawk hazel hearty heather hedgehog heirloom helium helmet hemlock herald herd hermit herring hesitate
hexagon hidden hike hinge hippo history hitch hobby hockey hold holiday hollow holly homework honest honey
honor hoof horizon horse hostel hourly hover huge human humble hummus hundred hurdle hurry hut hydrant hyena
ibex iceberg icicle icon ideal identify igloo ignite iguana image imagine immense immune impala import
impress improve incense include increase indeed index indigo indoor infant infinite inflate inform inhale
initial inkwell inlet inquire insect inside insight inspire install instant instead intend interest invent
invite involve iris island item itself ivory ivy jackal jacket jade jaguar janitor january jasmine jaw jazz
jeans jeep jelly jersey jester jet jewel jigsaw jogger joke journal journey jovial joy jug juice jukebox
july jumbo jump jungle junior juniper justice kale kangaroo karate kayak kebab keen kelp kernel kettle
keyboard kilt kimono kind kingdom kiosk kitchen kite kitten kiwi knapsack kneel knuckle koala label ladder
ladle lagoon lamb language lantern laptop larch large lark lasagna laser lasso latest latitude lattice laugh
launch laundry laurel lava lavender learn leave left legal legend legume leisure lemon lemur length lens
lentil leopard lesson letter lettuce level lexicon liberty library lichen lid lilac lily limerick limit
limpet line lion liquid list literal little lizard llama load lobster locate locket locust lodge logo loom
lotus lounge love loyal lucid lucky luggage lullaby lunar lupin luxury lynx lyric macaroni machine mackerel
magazine magenta magic magnet magnify magnolia magpie mahogany mail mallard mammal mammoth manager mandolin
mango mansion manual many map marathon marble margin marigold marina market marmot maroon marsh marvel
mascot mask massive match mattress maybe meadow measure media medicine medium meet melody melon member
mention menu mercury merit mermaid mesh message metal meteor method microbe midnight mighty millet mimic
mingle minimum mint minus minute mirror mission mix mobile modem modern modest mohair molecule moment monday
monsoon month monument moon more morning mosaic motive motor movie muffin multiply mural murmur museum
mushroom mustang mutual myrtle myself mystery name napkin narrate narwhal nation nature nautilus navy nearby
nebula nectar neighbor neon nephew nest neutral neutron never nibble nickel niece night nimbus ninja noble
nobody node noodle normal north notebook nothing nougat novel november novice now nuance nugget number
numeral nurse nurture nutmeg oak oasis obey object oblong oboe observe obtain obvious occasion occur ocean
ocelot octagon october octopus odd offer office often ointment olive omelet once onion online only onyx opal
opera opinion oppose optic optimal option oracle orange orbit orchard orchid order ordinary oregano organ
origami origin oriole ornament osprey ostrich other ought outdoor outer outfit outline output outside oven
overall overcoat overlap oxygen oyster pack paddle page paint pajama palace palette pamphlet pancake panda
panel panorama pansy panther papaya paper paprika parade parakeet parallel parcel parent parsley parsnip
partner passport pasta pasture patio patrol pattern pavement pavilion pay peaceful peacock peanut pearl
pebble pecan peculiar pedal pelican pencil pendant penguin people pepper percent perch perfect perform
perfume pergola perhaps period person persuade petunia pewter pharmacy pheasant photo phrase physical piano
piccolo picnic picture pigeon pilgrim pillar pillow pilot pinecone pink pinwheel pioneer pipe piston pixel
pizza planet plank plaster plate platinum platypus plaza plenty pliers plow plumber plywood podium poem
polar pole polite polka pollen poncho pond popcorn popular porridge portrait positive possible potato powder
practice prairie prawn precise predict prefer prepare present preserve pretty pretzel primary prism private
prize probably problem proceed process produce program progress project promise prompt proof protein proton
proud provide public pudding pulley pulp pulse puma pumpkin pupil puppet puppy pure purple pursue puzzle
pyramid quail quaint quality quantity quarry quartet quartz query quest queue quiche quick quiet quill
quince quite quiver quiz quota rabbit raccoon radar radiant radiator radio radish railway rainbow raisin
random rapid rare rattle ravine react read really rebuild recall receive recipe reckon record recover
recycle reduce reef referee refill reflect reflex reform refresh refund regard region regular rehearse
reindeer rejoice relate relax release relic remain remark remedy remember remind remote renew rent repair
repeat reply reptile request require rescue research resemble resolve resort respect respond restore result
return reveal reverse review revise rhino rhubarb rhythm ribbon ride rigid rinse ripple river roadmap robe
robin robot robust rodeo rooster rosemary rosette rotate routine rubber rudder rugby rule rumba runway
russet rustic safari safety saffron saga salad salami salmon salute samba sample sandwich sapling sapphire
sardine satchel saturday saturn sauce sauna sausage savanna scallop scarf scarlet scatter scene schedule
scholar school science scissors scoop scooter score scout scratch scribble script scroll scuba sculptor
seagull seal search season second secret section secure sedan seek seldom select senior sentence separate
sequel sequin sequoia serene series serious serve service sesame session seven several shadow shake shampoo
shamrock shanty shark shawl shed sheep shelf shelter sherbet sheriff shimmer shine shirt shoulder shovel
shrimp shrink shrub shuffle shutter shuttle shy sidewalk sigh silent silk silver since sister sitar sixteen
sixty size sizzle skate sketch skillet skip skunk skylark sleeve slide slipper slogan slope small smart
smile smoothie snack snail sneaker snorkel snug soap soccer social society soda soil solemn solid solo
soluble solve sonar sonata sonic soothe sorbet source south spacious spade spaniel sparrow spatula speak
special spectrum speech speed spell sphere sphinx spice spinach spindle spirit splash splendid split sponge
spoon sport spread sprinkle sprint sprout spruce squad square squash squeak squeeze squirrel stable stadium
stage standard starfish statue stay steady steam steel stencil step stereo steward stick still stone stool
stork straight straw street stretch string stripe student studio study stump sturgeon subject sublime subtle
suburb subway succeed such sudden sugar suggest suitcase sulfur summer summit sundial sunrise sunset supply
support suppose supreme surface surfer surplus surprise surround survey swallow swamp swan sweater sweet
swift swim swing swirl switch symbol sympathy symphony syrup system tackle taco take talent talk talon
tangible tapestry tapioca tapir target tarragon taste teach teapot teddy tell temper tennis term terrace
terrier texture thank thaw theater theme theory thermos thesis thicket thimble third thirteen thirty thistle
thorn thorough thought thousand thread three thrifty thrill thrive throne throw thumb thunder thursday tiara
tidy tiger timber time tinsel tiptoe tissue titan title toboggan today toddler toga together token tomato
tomorrow tonight tooth topaz torch tortoise total totem toucan tough tour toward tower tractor trade traffic
trail tram tranquil transfer transit trapeze treasure treat trek tremolo trend triangle tricycle trinket
trio tripod trolley trombone trophy trousers trout truck true truffle trumpet trust truth tuba tuesday
tugboat tulip tundra tunnel turbine turkey turnip turtle tutor tuxedo tweed twelve twenty twig twilight
twine twinkle twist type typical ultimate umbrella umpire uncle under unfold unicorn uniform unify unique
unit universe unlock unpack until unusual unveil update upgrade uphill uphold upload upon upper upright
upstream uptown upward urban urgent usual utensil utmost vacation vacuum valid valve vanilla vanish vapor
variety various vase vault vehicle velvet venture veranda verb verify verse vertical vessel viaduct vibrant
vibrate vicinity video view vigor village vinegar vineyard vintage vinyl viola violet violin virtue visible
vision visit visual vital vitamin vivid vocal voice volcano volley volume vowel voyage waffle wagon waiter
wallaby wallet walnut walrus waltz want wardrobe warmth wash wave wax wedding wedge weekend welcome whale
wharf wheat wheel whirl whisker white wicker widget width windmill window winter wire wisdom within without
witty wobble wombat wonder wool workshop world worthy wreath wrench wrist yacht yarn yeast yellow yes yodel
yogurt young yummy zebra zenith zephyr zeppelin zero zesty zigzag zinc zinnia zip zither zodiac zucchini
"""

WORDS: tuple[str, ...] = tuple(_TEXT.split())


def six_words(fingerprint: str) -> tuple[str, ...]:
    """Six words of a fingerprint (64 hex digits). Slow on purpose (~80 ms): call it in a thread.

    Raises ValueError for anything that is no fingerprint.
    """
    digest = bytes.fromhex(fingerprint)
    if len(digest) != 32:
        raise ValueError("a fingerprint has 64 hexadecimal digits")
    size = (COUNT * _BITS + 7) // 8
    number = int.from_bytes(scrypt(digest, salt=_SALT, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=size), "big")
    return tuple(WORDS[(number >> (_BITS * place)) % len(WORDS)] for place in range(COUNT))
